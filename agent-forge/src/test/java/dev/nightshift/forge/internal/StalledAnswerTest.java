package dev.nightshift.forge.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.forge.ForgeException;
import dev.nightshift.forge.ForgeException.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A forge that begins to answer and does not go on holds up nobody for ever. */
@Timeout(60)
class StalledAnswerTest {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/stalls",
        exchange -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          begun.countDown();
          await(closed);
          exchange.close();
        });
    server.createContext(
        "/long",
        exchange -> {
          byte[] part = " ".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII);
          try (exchange) {
            exchange.sendResponseHeaders(200, 0);
            for (int i = 0; i < 100; i++) {
              exchange.getResponseBody().write(part);
            }
          }
        });
    server.createContext(
        "/good",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("{\"a\":1}".getBytes(StandardCharsets.US_ASCII));
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private RestClient client() {
    return new RestClient(
        "github:acme/shop",
        URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
        Map::of,
        TimeSource.system(),
        Duration.ZERO);
  }

  @Test
  void anAnswerThatStopsBehindItsFirstByteIsGivenUp() {
    RestClient client = client().withAnswerTimeout(Duration.ofMillis(300));

    ForgeException refused =
        catchThrowableOfType(ForgeException.class, () -> client.get("/stalls?page=1"));

    assertThat(refused.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(refused)
        .hasMessage(
            "GET /stalls of github:acme/shop got no answer (HttpTimeoutException); try again when"
                + " it can be reached");
  }

  @Test
  void anInterruptEndsTheWaitForAnAnswerThatStopped() throws Exception {
    Thread caller = Thread.currentThread();
    threads.execute(
        () -> {
          await(begun);
          caller.interrupt();
        });

    InterruptedException ended =
        catchThrowableOfType(InterruptedException.class, () -> client().get("/stalls"));

    assertThat(ended).isNotNull();
    assertThat(begun.await(0, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void anAnswerThatDoesNotEndIsNotReadBehindTheLimit() {
    ForgeException refused =
        catchThrowableOfType(ForgeException.class, () -> client().get("/long"));

    assertThat(refused.kind()).isEqualTo(Kind.UNEXPECTED);
    assertThat(refused).hasMessageContaining("answered more than 8000000 bytes");
  }

  @Test
  void aWholeAnswerIsRead() throws Exception {
    JsonValue answer = client().get("/good");

    assertThat(answer.required("a").whole()).isEqualTo(1);
  }
}
