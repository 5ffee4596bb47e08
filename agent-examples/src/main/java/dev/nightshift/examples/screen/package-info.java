/** Tasks that cannot be evaluated, and clear ones, each taken through a screened run. */
package dev.nightshift.examples.screen;
