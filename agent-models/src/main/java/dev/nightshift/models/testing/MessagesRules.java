package dev.nightshift.models.testing;

import dev.nightshift.core.model.StopReason;
import java.util.Optional;

/** The rules of Anthropic's Messages API; they hold for a conversation, not for one request. */
final class MessagesRules implements ApiRules {
  private static final String PATH = "/v1/messages";

  private final PausedTurns pausedTurns = new PausedTurns();

  @Override
  public Optional<Refused> refusal(WireRequest request, RecordedRequest recorded) {
    if (!request.path().equals(PATH)) {
      String what = "POST " + request.path() + " is not POST " + PATH;
      return Optional.of(new Refused(Reply.error(404, "not_found_error", what), what));
    }
    if (!request.headers().containsKey("x-api-key")) {
      return Optional.of(new Refused(Reply.unauthorized(), recorded + " had no x-api-key"));
    }
    return RequestCheck.complaint(recorded.json(), pausedTurns.isContinuedBy(recorded.json()))
        .map(
            what ->
                new Refused(
                    Reply.error(400, "invalid_request_error", what), recorded + ": " + what));
  }

  @Override
  public void answered(RecordedRequest request, Reply reply) {
    if (reply.stopReason().equals(StopReason.PAUSE_TURN)) {
      pausedTurns.add(request.json());
    }
  }

  @Override
  public Reply failure(String what) {
    return Reply.error(500, "api_error", what).withHeader("x-should-retry", "false");
  }
}
