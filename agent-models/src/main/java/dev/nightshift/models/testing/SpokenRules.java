package dev.nightshift.models.testing;

import java.util.Optional;

/** The rules of an API as far as its speaker knows them. */
final class SpokenRules implements ApiRules {
  private final WireSpeaker speaker;

  SpokenRules(WireSpeaker speaker) {
    this.speaker = speaker;
  }

  @Override
  public Optional<Refused> refusal(WireRequest request, RecordedRequest recorded) {
    return speaker
        .complaint(request)
        .map(what -> new Refused(failure(what), "request " + request.index() + ": " + what));
  }

  @Override
  public Reply failure(String what) {
    return Reply.raw("text/plain", what).withStatus(400);
  }
}
