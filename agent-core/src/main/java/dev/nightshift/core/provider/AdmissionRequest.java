package dev.nightshift.core.provider;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.CallEstimate;

/**
 * A call that asks to be sent.
 *
 * @param run the run that makes it, so that runs can take turns
 * @param call its worst case
 * @param uncachedInput tokens of the input that the provider is not expected to read from its
 *     cache; 0 to the bound of the whole input, lower than real if the cache forgot them
 */
public record AdmissionRequest(RunId run, CallEstimate call, long uncachedInput) {
  /** Refuses nulls, and more uncached input than there is input. */
  public AdmissionRequest {
    Require.nonNull(run, "run");
    Require.nonNull(call, "call");
    if (uncachedInput < 0 || uncachedInput > call.inputUpperBound()) {
      throw new IllegalArgumentException(
          "uncachedInput "
              + uncachedInput
              + " must be 0 to the input's bound "
              + call.inputUpperBound());
    }
  }
}
