package dev.nightshift.models.testing;

import static dev.nightshift.models.testing.ContractScene.equal;
import static dev.nightshift.models.testing.ContractScene.require;

import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.models.testing.ModelProviderContract.Check;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What a refusal means and costs. */
final class RefusalScenarios {
  private static final Duration WAIT = Duration.ofSeconds(7);

  private RefusalScenarios() {}

  static void addTo(Map<String, Check> checks) {
    checks.put("a rate limit tells how long to wait", RefusalScenarios::throttled);
    checks.put("missing money is not worth a retry", refusal(Refusal.NO_MONEY));
    checks.put("an overloaded server is worth a retry", refusal(Refusal.OVERLOADED));
    checks.put("a wrong key is not worth a retry", refusal(Refusal.WRONG_KEY));
    checks.put("a prompt that is too long is not worth a retry", refusal(Refusal.TOO_LONG));
    checks.put("a model that is not there is told as that", refusal(Refusal.UNKNOWN_MODEL));
    checks.put("a page that is not there is no missing model", RefusalScenarios::wrongPlace);
    checks.put("an error as plain JSON with status 200 is one", RefusalScenarios::plainError);
    checks.put("a rate limit with status 200 tells how long to wait", RefusalScenarios::plainWait);
    checks.put("missing money with status 200 is not billed", RefusalScenarios::plainMoney);
    checks.put("plain JSON with status 200 is no answer", RefusalScenarios::plainJson);
    checks.put("an error before the answer began is not billed", RefusalScenarios::notBegun);
    for (Refusal refusal : Refusal.values()) {
      checks.put("an error in the stream after 200 is one: " + refusal, brokenOff(refusal));
    }
  }

  private static void throttled(ContractScene scene) throws InterruptedException {
    ModelException failure = refused(scene, Refusal.THROTTLED);
    equal(Optional.of(WAIT), failure.retryAfter(), "the wait");
  }

  private static Check refusal(Refusal refusal) {
    return scene -> refused(scene, refusal);
  }

  private static ModelException refused(ContractScene scene, Refusal refusal)
      throws InterruptedException {
    Reply reply = scene.speaker().refusal(refusal, WAIT);
    scene.answers(reply);
    ModelException failure = scene.failure();
    requireKind(refusal, failure);
    equal(Billing.NOT_BILLED, failure.billing(), "the billing");
    equal(reply.status(), failure.httpStatus().orElse(0), "the status");
    equal(1, scene.requests().size(), "the number of requests of one call");
    return failure;
  }

  private static void plainError(ContractScene scene) throws InterruptedException {
    scene.answers(scene.speaker().refusal(Refusal.OVERLOADED, WAIT).withStatus(200));
    ModelException failure = scene.failure();
    requireKind(Refusal.OVERLOADED, failure);
    equal(Billing.NOT_BILLED, failure.billing(), "the billing");
  }

  private static void plainMoney(ContractScene scene) throws InterruptedException {
    scene.answers(scene.speaker().refusal(Refusal.NO_MONEY, WAIT).withStatus(200));
    ModelException failure = scene.failure();
    requireKind(Refusal.NO_MONEY, failure);
    equal(Billing.NOT_BILLED, failure.billing(), "the billing");
  }

  private static void notBegun(ContractScene scene) throws InterruptedException {
    scene.answersWith(
        Reply.of().brokenOffBy(Refusal.THROTTLED),
        (speaker, stream) -> {
          String[] events = AnswerScenarios.END_OF_EVENT.split(stream.strip(), -1);
          return Reply.raw("text/event-stream", events[events.length - 1] + "\n\n");
        });
    ModelException failure = scene.failure();
    requireKind(Refusal.THROTTLED, failure);
    equal(Billing.NOT_BILLED, failure.billing(), "the billing");
  }

  private static void plainWait(ContractScene scene) throws InterruptedException {
    scene.answers(scene.speaker().refusal(Refusal.THROTTLED, WAIT).withStatus(200));
    ModelException failure = scene.failure();
    requireKind(Refusal.THROTTLED, failure);
    equal(Optional.of(WAIT), failure.retryAfter(), "the wait");
    equal(Billing.NOT_BILLED, failure.billing(), "the billing");
  }

  private static void wrongPlace(ContractScene scene) throws InterruptedException {
    scene.answers(Reply.raw("text/html", "<html>404 page not found</html>").withStatus(404));
    ModelException failure = scene.failure();
    equal(ModelErrorKind.CALLER, failure.kind(), "the kind of '" + failure.getMessage() + "'");
    equal(404, failure.httpStatus().orElse(0), "the status");
  }

  private static void plainJson(ContractScene scene) throws InterruptedException {
    scene.answers(Reply.raw("application/json", "{\"hello\":\"world\"}"));
    ModelException failure = scene.failure();
    equal(ModelErrorKind.CALLER, failure.kind(), "the kind");
    require(
        failure.billing() != Billing.NOT_SENT, "an answered call is said not to have been sent");
  }

  private static Check brokenOff(Refusal refusal) {
    return scene -> {
      scene.answers(Reply.text("half of it").brokenOffBy(refusal));
      ModelException failure = scene.failure();
      requireKind(refusal, failure);
      equal(Billing.UNKNOWN, failure.billing(), "the billing of an answer that had begun");
    };
  }

  private static void requireKind(Refusal refusal, ModelException failure) {
    equal(refusal.kind(), failure.kind(), "the kind of '" + failure.getMessage() + "'");
  }
}
