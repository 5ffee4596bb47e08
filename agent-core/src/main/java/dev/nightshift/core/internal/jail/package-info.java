/**
 * Directories that nothing leaves by a link, a race or an odd name. Not exported; it can change at
 * any time.
 */
package dev.nightshift.core.internal.jail;
