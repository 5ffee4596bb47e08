package dev.nightshift.models.testing;

import static dev.nightshift.models.testing.ContractScene.equal;
import static dev.nightshift.models.testing.ContractScene.require;

import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.models.ConnectionSettings;
import dev.nightshift.models.testing.ModelProviderContract.Check;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.regex.Matcher;

/** What ends a call that nobody refused. */
final class BrokenCallScenarios {
  private static final Reply LONG_ANSWER = Reply.text("All work and no play. ".repeat(40));
  private static final Duration SILENCE = Duration.ofMillis(300);
  private static final int TIMEOUT_SECONDS = 20;

  private BrokenCallScenarios() {}

  static void addTo(Map<String, Check> checks) {
    checks.put("a stream that breaks off is no answer", BrokenCallScenarios::cut);
    checks.put("a stream that ends too early is no answer", BrokenCallScenarios::endsEarly);
    checks.put("a cancel closes the connection", BrokenCallScenarios::cancelled);
    checks.put("a cancelled call is not sent", BrokenCallScenarios::cancelledBefore);
    checks.put("a stream that falls silent is given up", BrokenCallScenarios::silent);
    checks.put("a stream of keep-alives alone is given up", BrokenCallScenarios::keptAlive);
    checks.put("a call after its deadline is not sent", BrokenCallScenarios::afterItsDeadline);
  }

  private static void cut(ContractScene scene) throws InterruptedException {
    scene.answersWith(LONG_ANSWER, half(Reply::cutAfter));
    requireBroken(scene.failure());
  }

  private static void endsEarly(ContractScene scene) throws InterruptedException {
    scene.answersWith(
        LONG_ANSWER,
        (speaker, stream) ->
            Reply.raw("text/event-stream", stream.substring(0, stream.length() / 2)));
    requireBroken(scene.failure());
  }

  private static void requireBroken(ModelException failure) {
    equal(ModelErrorKind.SERVER, failure.kind(), "the kind of '" + failure.getMessage() + "'");
    equal(Billing.UNKNOWN, failure.billing(), "the billing of an answer that had begun");
  }

  private static void cancelled(ContractScene scene) throws InterruptedException {
    scene.answersWith(LONG_ANSWER, half(Reply::hangingAfter));
    ContractCall call = ContractCall.open();
    FutureTask<ModelException> running = new FutureTask<>(() -> failure(scene, call));
    Thread thread = new Thread(running, "contract-call");
    thread.setDaemon(true);
    thread.start();
    require(call.awaitProgressOrEnd(), "no part of the answer was reported as progress");
    call.cancel();
    ModelException failure = result(running);
    equal(ModelErrorKind.CANCELLED, failure.kind(), "the kind");
    scene.requireClientGone();
    equal(0, call.openRegistrations(), "the number of registrations left behind");
  }

  private static ModelException failure(ContractScene scene, ContractCall call)
      throws InterruptedException {
    try {
      return scene.failure(ConnectionSettings.standard(), call);
    } finally {
      call.ended();
    }
  }

  private static void cancelledBefore(ContractScene scene) throws InterruptedException {
    ContractCall call = ContractCall.open();
    call.cancel();
    ModelException failure = scene.failure(ConnectionSettings.standard(), call);
    equal(ModelErrorKind.CANCELLED, failure.kind(), "the kind");
    requireNotSent(scene, failure);
  }

  private static void silent(ContractScene scene) throws InterruptedException {
    scene.answersWith(LONG_ANSWER, half(Reply::hangingAfter));
    ConnectionSettings impatient = ConnectionSettings.standard().withSilenceTimeout(SILENCE);
    ModelException failure = scene.failure(impatient, ContractCall.open());
    equal(ModelErrorKind.TIMEOUT, failure.kind(), "the kind");
    equal(Billing.UNKNOWN, failure.billing(), "the billing of an answer that had begun");
    scene.requireClientGone();
  }

  private static void keptAlive(ContractScene scene) throws InterruptedException {
    scene.answersWith(
        LONG_ANSWER,
        (speaker, stream) -> {
          Matcher first = AnswerScenarios.END_OF_EVENT.matcher(stream);
          int event = first.find() ? first.end() : 0;
          int bytes = stream.substring(0, event).getBytes(StandardCharsets.UTF_8).length;
          return Reply.raw("text/event-stream", stream).keptAliveAfter(bytes);
        });
    ConnectionSettings impatient = ConnectionSettings.standard().withSilenceTimeout(SILENCE);
    ModelException failure = scene.failure(impatient, ContractCall.open());
    equal(ModelErrorKind.TIMEOUT, failure.kind(), "the kind of '" + failure.getMessage() + "'");
    equal(Billing.UNKNOWN, failure.billing(), "the billing of an answer that had begun");
    scene.requireClientGone();
  }

  private static void afterItsDeadline(ContractScene scene) throws InterruptedException {
    ModelException failure =
        scene.failure(ConnectionSettings.standard(), ContractCall.afterItsDeadline());
    equal(ModelErrorKind.TIMEOUT, failure.kind(), "the kind");
    requireNotSent(scene, failure);
  }

  private static void requireNotSent(ContractScene scene, ModelException failure) {
    equal(Billing.NOT_SENT, failure.billing(), "the billing");
    equal(0, scene.requests().size(), "the number of requests");
  }

  private static BiFunction<WireSpeaker, String, Reply> half(
      BiFunction<Reply, Integer, Reply> fault) {
    return (speaker, stream) -> {
      int bytes = stream.getBytes(StandardCharsets.UTF_8).length;
      return fault.apply(Reply.raw("text/event-stream", stream), bytes / 2);
    };
  }

  private static ModelException result(FutureTask<ModelException> running)
      throws InterruptedException {
    try {
      return running.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException hangs) {
      throw new AssertionError("the call goes on though it was cancelled", hangs);
    } catch (ExecutionException other) {
      throw new AssertionError("the cancelled call ended otherwise", other.getCause());
    }
  }
}
