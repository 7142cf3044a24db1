import { App } from 'aws-cdk-lib';
import { Models } from './stack.ts';

new Models(new App(), 'Models');
