/** How fail2ban reads an address or a net, for what looks at values of files. */
export { readNet, type Net } from '../matching/ip-address.ts';
