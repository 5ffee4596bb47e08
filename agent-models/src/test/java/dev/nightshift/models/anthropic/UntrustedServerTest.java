package dev.nightshift.models.anthropic;

import static dev.nightshift.models.anthropic.AnthropicFixture.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.models.ConnectionSettings;
import dev.nightshift.models.internal.wire.FakeCall;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Secure connections that never come about. */
@Timeout(30)
class UntrustedServerTest {
  private static final String PASSWORD = "changeit";

  /** A TLS 1.2 record of two bytes: fatal, and the number of the alert. */
  private static final byte[] ALERT_HANDSHAKE_FAILURE = {21, 3, 3, 0, 2, 2, 40};

  @TempDir Path directory;

  /** Symptom: a refused certificate was tried five times. */
  @Test
  void untrustedCertificateIsNotTriedAgain() throws Exception {
    try (SSLServerSocket server = serverWithItsOwnCertificate()) {
      CompletableFuture<Void> handshake = CompletableFuture.runAsync(() -> shakeHands(server));

      ModelException failure = failure("https://127.0.0.1:" + server.getLocalPort());

      assertThat(failure.kind()).isEqualTo(ModelErrorKind.CALLER);
      assertThat(failure.billing()).isEqualTo(Billing.NOT_SENT);
      assertThat(failure).hasMessageContaining("trusts the certificate");
      handshake.join();
    }
  }

  /**
   * Symptom: a connection that closed within the handshake ended the run, with the advice to check
   * the certificate. The JDK reports it without any cause.
   */
  @ParameterizedTest
  @EnumSource(Loss.class)
  void connectionLostWithinTheHandshakeMayBeTriedAgain(Loss loss) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Void> losing = CompletableFuture.runAsync(() -> lose(server, loss));

      ModelException failure = failure("https://127.0.0.1:" + server.getLocalPort());

      assertThat(failure.kind()).isEqualTo(ModelErrorKind.NOT_SENT);
      assertThat(failure.billing()).isEqualTo(Billing.NOT_SENT);
      assertThat(failure).hasMessageContaining("check the base URL and the network");
      losing.join();
    }
  }

  @Test
  void refusalByAFatalAlertIsNotTriedAgain() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Void> refusing =
          CompletableFuture.runAsync(() -> answer(server, ALERT_HANDSHAKE_FAILURE));

      ModelException failure = failure("https://127.0.0.1:" + server.getLocalPort());

      assertThat(failure.kind()).isEqualTo(ModelErrorKind.CALLER);
      assertThat(failure.billing()).isEqualTo(Billing.NOT_SENT);
      refusing.join();
    }
  }

  /** Symptom: the whole hold was charged though nothing but a handshake had been sent. */
  @Test
  void handshakeThatNeverCompletesBeforeTheDeadlineIsFree() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      AnthropicProvider provider = provider("https://127.0.0.1:" + silent.getLocalPort());
      FakeCall call = FakeCall.within(Duration.ofMillis(500));

      ModelException failure =
          catchThrowableOfType(ModelException.class, () -> provider.complete(ask("go"), call));

      assertThat(failure.kind()).isEqualTo(ModelErrorKind.TIMEOUT);
      assertThat(failure.billing()).isEqualTo(Billing.NOT_SENT);
    }
  }

  @Test
  void handshakeThatNeverCompletesWithinTheHeadersTimeoutIsFree() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      AnthropicProvider provider =
          AnthropicProvider.builder()
              .apiKey("k")
              .baseUrl("https://127.0.0.1:" + silent.getLocalPort())
              .connection(ConnectionSettings.standard().withHeadersTimeout(Duration.ofMillis(500)))
              .build();

      ModelException failure =
          catchThrowableOfType(
              ModelException.class, () -> provider.complete(ask("go"), FakeCall.open()));

      assertThat(failure.kind()).isEqualTo(ModelErrorKind.TIMEOUT);
      assertThat(failure.billing()).isEqualTo(Billing.NOT_SENT);
    }
  }

  private static AnthropicProvider provider(String url) {
    return AnthropicProvider.builder().apiKey("k").baseUrl(url).build();
  }

  private static ModelException failure(String url) {
    return catchThrowableOfType(
        ModelException.class, () -> provider(url).complete(ask("go"), FakeCall.open()));
  }

  private static void lose(ServerSocket server, Loss loss) {
    try (Socket client = server.accept()) {
      if (loss != Loss.CLOSED_AT_ONCE) {
        client.getInputStream().read(new byte[100_000]);
      }
      if (loss == Loss.RESET_AFTER_HELLO) {
        client.setSoLinger(true, 0);
      }
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  private static void answer(ServerSocket server, byte[] answer) {
    try (Socket client = server.accept()) {
      client.getInputStream().read(new byte[100_000]);
      client.getOutputStream().write(answer);
      client.getOutputStream().flush();
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  private SSLServerSocket serverWithItsOwnCertificate()
      throws IOException, InterruptedException, GeneralSecurityException {
    Path store = directory.resolve("server.p12");
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Process made =
        new ProcessBuilder(
                keytool.toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(made.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(managers.getKeyManagers(), null, null);
    return (SSLServerSocket)
        tls.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  private static void shakeHands(SSLServerSocket server) {
    try (SSLSocket client = (SSLSocket) server.accept()) {
      client.startHandshake();
    } catch (IOException refused) {
      // The client does not trust the certificate; that is what the test is about.
    }
  }

  private enum Loss {
    CLOSED_AT_ONCE,
    CLOSED_AFTER_HELLO,
    RESET_AFTER_HELLO
  }
}
