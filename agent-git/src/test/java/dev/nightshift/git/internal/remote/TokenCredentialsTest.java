package dev.nightshift.git.internal.remote;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.URIish;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenCredentialsTest {
  private final TokenCredentials credentials =
      new TokenCredentials(
          RemoteAddress.of("https://example.com/a.git"), "me", () -> " hunter2secret\n");

  @Test
  void theServerOfTheAddressGetsTheToken() throws Exception {
    CredentialItem.Username user = new CredentialItem.Username();
    CredentialItem.Password password = new CredentialItem.Password();

    assertThat(credentials.get(new URIish("https://EXAMPLE.com:443/a.git"), user, password))
        .isTrue();
    assertThat(user.getValue()).isEqualTo("me");
    assertThat(password.getValue()).isEqualTo("hunter2secret".toCharArray());
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "https://example.org/a.git",
        "https://example.com:8443/a.git",
        "http://example.com/a.git",
        "https://example.com.evil.invalid/a.git"
      })
  void noOtherServerGetsItWhereverTheFirstOneRedirects(String elsewhere) throws Exception {
    CredentialItem.Password password = new CredentialItem.Password();

    assertThat(credentials.get(new URIish(elsewhere), password)).isFalse();
    assertThat(password.getValue()).isNull();
  }
}
