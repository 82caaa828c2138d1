import { DescribeExportCommand, DynamoDBClient, ExportTableToPointInTimeCommand } from '@aws-sdk/client-dynamodb';

const dynamodb = new DynamoDBClient();

/** Begins an export of the table as it is now (`{}`), or tells the state of one (`{ exportArn }`). */
export async function handler({ exportArn }) {
  const { ExportDescription } = await dynamodb.send(exportArn
    ? new DescribeExportCommand({ ExportArn: exportArn })
    : new ExportTableToPointInTimeCommand({
      TableArn: process.env.TABLE_ARN,
      S3Bucket: process.env.BUCKET,
      S3Prefix: process.env.PREFIX,
      ExportFormat: 'DYNAMODB_JSON',
    }));
  return { exportArn: ExportDescription.ExportArn, state: ExportDescription.ExportStatus };
}
