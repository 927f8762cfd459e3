/** The notices of one address (functions/notifications has the addresses), by the ids of their events. */
export const inboxPartition = (address: string) => `INBOX#${address}`;
/** A person's own inbox. */
export const ownInbox = (accountId: string) => inboxPartition(`ACCOUNT#${accountId}`);
