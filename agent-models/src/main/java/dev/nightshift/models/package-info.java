/** Model providers, and the prices, retry rules and rate limits around them. */
package dev.nightshift.models;
