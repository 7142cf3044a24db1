/**
 * Accounts with SageMaker's XGBoost images, from image_uri_config/xgboost.json of SageMaker's Python SDK. The container's CSV rows,
 * label first and without a header, are those that Driftwarden writes for a retraining.
 */
const REGISTRIES: ReadonlyMap<string, string> = new Map([
  ['ap-northeast-1', '354813040037'],
  ['ap-northeast-2', '366743142698'],
  ['ap-south-1', '720646828776'],
  ['ap-southeast-1', '121021644041'],
  ['ap-southeast-2', '783357654285'],
  ['ca-central-1', '341280168497'],
  ['eu-central-1', '492215442770'],
  ['eu-north-1', '662702820516'],
  ['eu-south-1', '978288397137'],
  ['eu-west-1', '141502667606'],
  ['eu-west-2', '764974769150'],
  ['eu-west-3', '659782779980'],
  ['sa-east-1', '737474898029'],
  ['us-east-1', '683313688378'],
  ['us-east-2', '257758044811'],
  ['us-west-1', '746614075791'],
  ['us-west-2', '246618743249'],
]);

const REPOSITORY = 'sagemaker-xgboost:1.7-1';

/** The image's URI; null for a region that the table does not have. */
export function xgboostImage(region: string): string | null {
  const account = REGISTRIES.get(region);
  return account === undefined ? null : `${account}.dkr.ecr.${region}.amazonaws.com/${REPOSITORY}`;
}
