package dev.nightshift.models.openai;

import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.TokenEstimator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that a server dropped the beginning of a prompt: it counted far fewer tokens than any
 * ordinary text of that length has. Threads: safe for concurrent use.
 */
final class PromptCheck {
  private static final Logger LOG = LoggerFactory.getLogger(PromptCheck.class);

  /** Text of any kind but plain indentation has more tokens. */
  private static final int MOST_BYTES_OF_A_TOKEN = 8;

  /** Of a short prompt the framing weighs too much. */
  private static final int SHORT_BYTES = 8_000;

  private final boolean active;
  private final Set<ModelId> told = ConcurrentHashMap.newKeySet();

  PromptCheck(boolean active) {
    this.active = active;
  }

  /**
   * Warns once of each model.
   *
   * @param promptTokens what the server counted, below zero if it did not say
   * @return whether it warned
   */
  boolean check(ModelRequest request, long promptTokens) {
    if (!active || promptTokens < 0) {
      return false;
    }
    long bytes = TokenEstimator.byBytes().upperBound(request);
    boolean isCut = bytes > SHORT_BYTES && promptTokens < bytes / MOST_BYTES_OF_A_TOKEN;
    if (!isCut || !told.add(request.model())) {
      return false;
    }
    LOG.warn(
        "{} counted {} tokens in a prompt of about {} bytes, so its server may have dropped the"
            + " beginning; give the model a larger context, with Ollama by OLLAMA_CONTEXT_LENGTH",
        request.model(),
        promptTokens,
        bytes);
    return true;
  }
}
