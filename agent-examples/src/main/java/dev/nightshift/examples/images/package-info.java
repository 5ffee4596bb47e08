/** What becomes of a journal that is cut off or damaged anywhere, tried on that of a real run. */
package dev.nightshift.examples.images;
