/** What a push carries, encrypted for one browser: that there is something new, and which notice to open. */
export interface PushPayload {
  /** Null where several are summed up. */
  notice: string | null;
  text: string;
}

/** The address of a push service that the city calls: HTTPS, at one of the hosts it knows (`*.` for any below). */
export function isPushEndpoint(endpoint: string, hosts: readonly string[]): boolean {
  if (!URL.canParse(endpoint)) return false;
  const { protocol, hostname, username, port } = new URL(endpoint);
  const loopback = hostname === '127.0.0.1';
  if (username !== '' || (!loopback && (protocol !== 'https:' || port !== ''))) return false;
  return hosts.some((host) => (host.startsWith('*.') ? hostname.endsWith(host.slice(1)) : hostname === host));
}
