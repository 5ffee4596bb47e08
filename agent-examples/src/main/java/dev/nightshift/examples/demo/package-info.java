/** A small project with a genuine defect, and the models that repair it: what the demo shows. */
package dev.nightshift.examples.demo;
