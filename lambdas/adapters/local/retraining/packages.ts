import * as z from 'zod';
import { type Integration, parseRequest, sagemakerError } from './account.ts';

const groupSchema = z.looseObject({ ModelPackageGroupName: z.string() });
const packageSchema = z.looseObject({ ModelPackageGroupName: z.string(), ClientToken: z.string() });
const updateSchema = z.object({ ModelPackageArn: z.string(), ModelApprovalStatus: z.string() });

export const createModelPackageGroup: Integration = async (given, { records }) => {
  const group = parseRequest(groupSchema, given);
  const { ModelPackageGroupName: name } = group;
  if (await records.create('packages', name, group)) return { ModelPackageGroupArn: name };
  throw sagemakerError('Validation', `Model Package Group already exists: ${name}`);
};

/** The client token makes a repeated call harmless. */
export const createModelPackage: Integration = async (given, { records }) => {
  const { ClientToken, ...modelPackage } = parseRequest(packageSchema, given);
  const name = `${modelPackage.ModelPackageGroupName}-${ClientToken}`;
  await records.create('packages', name, modelPackage);
  return { ModelPackageArn: name };
};

export const updateModelPackage: Integration = async (given, { records }) => {
  const { ModelPackageArn, ...update } = parseRequest(updateSchema, given);
  const changed = await records.change('packages', ModelPackageArn, z.looseObject({}), (before) => ({
    ...before,
    ...update,
  }));
  if (!changed) throw sagemakerError('Validation', `there is no model package ${ModelPackageArn}`);
  return { ModelPackageArn };
};
