/**
 * JSON as one small value type, read and written with the parser and generator of jackson-core: no
 * class is bound, so nothing of what binds classes is loaded.
 */
package dev.nightshift.core.internal.json;
