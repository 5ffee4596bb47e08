package dev.nightshift.models.anthropic;

import static dev.nightshift.models.anthropic.AnthropicFixture.OPUS;
import static dev.nightshift.models.anthropic.AnthropicFixture.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Review finding 19: a refused certificate was tried five times. */
@Timeout(30)
class UntrustedServerTest {
  private static final String PASSWORD = "changeit";

  @TempDir Path directory;

  @Test
  void untrustedCertificateIsNotTriedAgain() throws Exception {
    try (SSLServerSocket server = serverWithItsOwnCertificate()) {
      CompletableFuture<Void> handshake = CompletableFuture.runAsync(() -> shakeHands(server));
      AnthropicProvider provider =
          AnthropicProvider.builder()
              .apiKey("k")
              .baseUrl("https://127.0.0.1:" + server.getLocalPort())
              .build();

      ModelException failure =
          catchThrowableOfType(
              ModelException.class, () -> provider.complete(ask("go"), FakeCall.open()));

      assertThat(failure.kind()).isEqualTo(ModelErrorKind.CALLER);
      assertThat(failure.billing()).isEqualTo(Billing.NOT_SENT);
      assertThat(failure).hasMessageContaining("trusts the certificate");
      handshake.join();
    }
  }

  @Test
  void connectionLostWithinTheHandshakeMayBeTriedAgain() {
    SSLHandshakeException lost = new SSLHandshakeException("Remote host terminated the handshake");
    lost.initCause(new EOFException("end of the stream"));

    ModelException failure =
        new CallFailures(OPUS, URI.create("https://127.0.0.1/v1/messages"))
            .connection(lost, null, Optional.empty());

    assertThat(failure.kind()).isEqualTo(ModelErrorKind.NOT_SENT);
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
}
