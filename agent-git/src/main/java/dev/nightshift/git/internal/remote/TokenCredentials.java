package dev.nightshift.git.internal.remote;

import java.util.function.Supplier;
import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.URIish;

/** A token for one server, which no other server gets, wherever that one redirects to. */
public final class TokenCredentials extends CredentialsProvider {
  private final RemoteAddress address;
  private final String user;
  private final Supplier<String> token;

  public TokenCredentials(RemoteAddress address, String user, Supplier<String> token) {
    this.address = address;
    this.user = user;
    this.token = token;
  }

  @Override
  public boolean isInteractive() {
    return false;
  }

  @Override
  public boolean supports(CredentialItem... items) {
    for (CredentialItem item : items) {
      if (!(item instanceof CredentialItem.Username)
          && !(item instanceof CredentialItem.Password)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean get(URIish uri, CredentialItem... items) {
    if (!address.isSameServer(uri) || !supports(items)) {
      return false;
    }
    for (CredentialItem item : items) {
      if (item instanceof CredentialItem.Username name) {
        name.setValue(user);
      } else if (item instanceof CredentialItem.Password password) {
        password.setValue(token().toCharArray());
      }
    }
    return true;
  }

  /** The message of what the supplier throws may hold a secret, and is not told. */
  private String token() {
    String given;
    try {
      given = token.get();
    } catch (RuntimeException failed) {
      throw new NoTokenException("its supplier failed with " + failed.getClass().getName());
    }
    if (given == null || given.isBlank()) {
      throw new NoTokenException("its supplier gave none");
    }
    return given.strip();
  }

  /** The host has no token to give. */
  static final class NoTokenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoTokenException(String why) {
      super(why);
    }
  }
}
