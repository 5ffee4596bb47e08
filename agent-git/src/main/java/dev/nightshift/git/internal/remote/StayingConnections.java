package dev.nightshift.git.internal.remote;

import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.JDKHttpConnection;
import org.eclipse.jgit.transport.http.JDKHttpConnectionFactory;
import org.jspecify.annotations.Nullable;

/**
 * HTTP to the server of the address and no other: JGit would follow a redirect of the first
 * request, and send the commits where it leads.
 */
final class StayingConnections extends JDKHttpConnectionFactory {
  @Override
  public HttpConnection create(URL url) throws IOException {
    return new Staying(url, null);
  }

  @Override
  public HttpConnection create(URL url, @Nullable Proxy proxy) throws IOException {
    return new Staying(url, proxy);
  }

  /** A connection that ends where the server redirects. */
  private static final class Staying extends JDKHttpConnection {
    Staying(URL url, @Nullable Proxy proxy) throws IOException {
      super(url, proxy == null ? Proxy.NO_PROXY : proxy);
    }

    @Override
    public int getResponseCode() throws IOException {
      int status = super.getResponseCode();
      if (status >= 300 && status < 400) {
        throw new RedirectException(getHeaderField("Location"));
      }
      return status;
    }
  }
}
