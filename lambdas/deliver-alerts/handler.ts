import type { Handler } from 'aws-lambda';
import { deliveryDependencies } from '../runtime/delivery-dependencies.ts';
import { makeDeliveryHandler } from '../runtime/delivery-handler.ts';

export const handler: Handler<unknown, unknown> = makeDeliveryHandler(deliveryDependencies());
