/** The notices of one address (functions/notifications has the addresses), by the ids of their events. */
export const inboxPartition = (address: string) => `INBOX#${address}`;
/** A person's own inbox. */
export const ownInbox = (accountId: string) => inboxPartition(`ACCOUNT#${accountId}`);
/** What a person has read and archived, in whichever inbox. */
export const marksPartition = (accountId: string) => `INBOX-MARKS#${accountId}`;
/** What went out of the city to a person, or waits to. */
export const deliveriesPartition = (accountId: string) => `DELIVERIES#${accountId}`;
/** The browsers that a person's pushes go to stand in the account's own partition, by this beginning. */
export const pushPrefix = 'PUSH#';
/** What a person wants to be told, and when. */
export const preferencesKey = (accountId: string) => ({
  PK: `ACCOUNT#${accountId}`,
  SK: 'NOTICE-PREFERENCES',
});
/** The accounts that follow a report: {accountId}. */
export const followersPartition = (reportId: string) => `FOLLOWERS#${reportId}`;
/** The reports that an account follows, on GSI1 by time. */
export const followingPartition = (accountId: string) => `FOLLOWING#${accountId}`;
/** An account that follows a report since a time. */
export const followerItem = (reportId: string, accountId: string, at: string) => ({
  PK: followersPartition(reportId),
  SK: accountId,
  GSI1PK: followingPartition(accountId),
  GSI1SK: `${at}#${reportId}`,
  accountId,
  reportId,
  at,
});
