/**
 * A model call of a run from the request to the booked answer: routing, reservation, retries,
 * cancellation. Not exported; it can change at any time.
 */
package dev.nightshift.core.internal.metering;
