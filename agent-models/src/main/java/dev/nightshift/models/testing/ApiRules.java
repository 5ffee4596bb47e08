package dev.nightshift.models.testing;

import java.util.Optional;

/** What an API refuses. Guarded by the lock of its server. */
interface ApiRules {
  /** Returns why and how the real API would refuse a request, or empty. */
  Optional<Refused> refusal(WireRequest request, RecordedRequest recorded);

  /** Hears what a request was answered. */
  default void answered(RecordedRequest request, Reply reply) {}

  /** Returns how a request is answered to which there is no answer, so that nobody tries again. */
  Reply failure(String what);

  /** Returns the rules of an API. */
  static ApiRules of(ModelApi api) {
    return api == ModelApi.ANTHROPIC_MESSAGES
        ? new MessagesRules()
        : new SpokenRules(api.speaker());
  }

  /**
   * A refusal.
   *
   * @param reply what the client gets
   * @param what why, in one sentence
   */
  record Refused(Reply reply, String what) {}
}
