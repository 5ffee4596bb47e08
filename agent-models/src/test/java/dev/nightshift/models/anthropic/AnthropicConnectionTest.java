package dev.nightshift.models.anthropic;

import static dev.nightshift.models.anthropic.AnthropicFixture.ask;
import static dev.nightshift.models.anthropic.AnthropicFixture.events;
import static dev.nightshift.models.anthropic.AnthropicFixture.provider;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.models.ConnectionSettings;
import dev.nightshift.models.internal.wire.FakeCall;
import dev.nightshift.models.testing.Reply;
import dev.nightshift.models.testing.ScriptedModelServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections outlive calls, and providers come and go. */
@Timeout(60)
class AnthropicConnectionTest {
  /** Longer than any answer takes, since both calls have to be there before the first has one. */
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  /** Symptom: 200 providers that nobody used any more held 648 threads and 200 connections. */
  @Test
  void manyProvidersNeedNoMoreThanOne() throws InterruptedException {
    try (ScriptedModelServer server = ScriptedModelServer.start(request -> Reply.text("x"))) {
      long before = selectors();
      for (int i = 0; i < 50; i++) {
        provider(server).complete(ask("go"), FakeCall.open());
      }

      assertThat(selectors() - before).isLessThan(3);
    }
  }

  /** Symptom: on one or two processors, each call started a thread for nothing. */
  @Test
  void callsOnAnOpenConnectionStartNoThread() throws InterruptedException {
    try (ScriptedModelServer server = ScriptedModelServer.start(request -> Reply.text("x"))) {
      AnthropicProvider provider = provider(server);
      provider.complete(ask("go"), FakeCall.open());
      long before = ManagementFactory.getThreadMXBean().getTotalStartedThreadCount();

      for (int i = 0; i < 50; i++) {
        provider.complete(ask("go"), FakeCall.open());
      }

      long started = ManagementFactory.getThreadMXBean().getTotalStartedThreadCount() - before;
      assertThat(started).as("threads for 50 calls").isLessThan(25);
    }
  }

  /**
   * Symptom: when a gateway dropped all idle connections, each of them cost a call; so did those
   * that it forgot without closing them.
   */
  @ParameterizedTest(name = "{0}")
  @EnumSource(
      value = ModelErrorKind.class,
      names = {"SERVER", "TIMEOUT"})
  void connectionsThatDiedTogetherCostOneCallOnly(ModelErrorKind death) throws Exception {
    try (ServerOfOneAnswer server = new ServerOfOneAnswer(death == ModelErrorKind.TIMEOUT)) {
      AnthropicProvider provider =
          AnthropicProvider.builder()
              .apiKey("k")
              .baseUrl(server.url())
              .connection(ConnectionSettings.standard().withHeadersTimeout(TIMEOUT))
              .build();
      CompletableFuture<@Nullable ModelException> parallel =
          CompletableFuture.supplyAsync(() -> call(provider));
      assertThat(call(provider)).isNull();
      assertThat(parallel.get(20, TimeUnit.SECONDS)).isNull();

      ModelException first = firstFailure(provider);

      assertThat(first.kind()).isEqualTo(death);
      assertThat(first.billing()).isEqualTo(Billing.UNKNOWN);
      assertThat(call(provider)).as("the attempt after it").isNull();
    }
  }

  /**
   * A connection is free for the next call a moment after its answer, so it may not be the third.
   */
  private static ModelException firstFailure(AnthropicProvider provider) {
    for (int i = 0; i < 20; i++) {
      ModelException failure = call(provider);
      if (failure != null) {
        return failure;
      }
    }
    throw new AssertionError("no connection was used twice");
  }

  private static @Nullable ModelException call(AnthropicProvider provider) {
    try {
      provider.complete(ask("go"), FakeCall.open());
      return null;
    } catch (ModelException failure) {
      return failure;
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  private static long selectors() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().contains("SelectorManager"))
        .count();
  }

  /** Closes or forgets each connection, without a word, on its second request. */
  private static final class ServerOfOneAnswer implements AutoCloseable {
    private static final String ANSWER =
        events(
            "{\"type\":\"message_start\",\"message\":{\"model\":\"claude-opus-5-5\","
                + "\"usage\":{\"input_tokens\":5,\"output_tokens\":1}}}",
            "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},"
                + "\"usage\":{\"output_tokens\":2}}",
            "{\"type\":\"message_stop\"}");

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final CountDownLatch bothCame = new CountDownLatch(2);

    private final boolean forgets;

    ServerOfOneAnswer(boolean forgets) throws IOException {
      this.forgets = forgets;
      start(this::accept);
    }

    String url() {
      return "http://127.0.0.1:" + listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
      listener.close();
    }

    private void accept() {
      while (!listener.isClosed()) {
        try {
          Socket connection = listener.accept();
          start(() -> serve(connection));
        } catch (IOException closed) {
          return;
        }
      }
    }

    private void serve(Socket connection) {
      try (connection) {
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
        readRequest(in);
        bothCame.countDown();
        bothCame.await();
        String head =
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: "
                + ANSWER.length()
                + "\r\n\r\n";
        connection.getOutputStream().write((head + ANSWER).getBytes(StandardCharsets.UTF_8));
        readRequest(in);
        while (forgets && in.read() >= 0) {
          // Until the client closes it.
        }
      } catch (IOException gone) {
        throw new UncheckedIOException(gone);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    private static void readRequest(BufferedReader in) throws IOException {
      int length = 0;
      String line = in.readLine();
      while (line != null && !line.isEmpty()) {
        if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
          length = Integer.parseInt(line.substring("content-length:".length()).strip());
        }
        line = in.readLine();
      }
      for (int i = 0; i < length && line != null; i++) {
        in.read();
      }
    }

    private static void start(Runnable body) {
      Thread thread = new Thread(body, "server-of-one-answer");
      thread.setDaemon(true);
      thread.start();
    }
  }
}
