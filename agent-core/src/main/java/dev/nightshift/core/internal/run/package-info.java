/** What the steps of one run share inside the engine. Not exported; it can change at any time. */
package dev.nightshift.core.internal.run;
