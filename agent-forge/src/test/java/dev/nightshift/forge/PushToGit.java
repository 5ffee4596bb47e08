package dev.nightshift.forge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.nightshift.git.GitRemote;
import dev.nightshift.git.PushResult;
import dev.nightshift.git.testing.TemporaryRepository;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * A program that pushes to git's own server over HTTP ({@code git http-backend}), whose hook
 * protects {@code main}, and looks with git what is there. It needs the git program.
 */
final class PushToGit {
  private static final String TOKEN = "glpat-0123456789abcdefghij";
  private final Path root;
  private final Path there;
  private int held;

  private PushToGit(Path root) {
    this.root = root;
    this.there = root.resolve("shop.git");
  }

  /** Expects a directory that is empty. */
  public static void main(String[] args) throws Exception {
    new PushToGit(Path.of(args[0])).run();
  }

  private void run() throws Exception {
    git("init", "-q", "--bare", there.toString());
    git("-C", there.toString(), "config", "http.receivepack", "true");
    Path hook = there.resolve("hooks/update");
    Files.writeString(
        hook,
        "#!/bin/sh\ntest \"$1\" != refs/heads/main || { echo main is protected >&2; exit 1; }\n");
    Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
    HttpServer server = HttpServer.create(loopback(), 0);
    server.createContext("/", this::handle);
    server.start();
    try (TemporaryRepository local = TemporaryRepository.bare(Map.of("A.java", "v0\n"))) {
      String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/shop.git";
      GitRemote remote = GitRemote.at(local.directory(), address);
      push(local, remote.withToken("oauth2", () -> TOKEN));
      hold(
          kind(remote.withToken("oauth2", () -> "wrong").push(local.tip("main"), "x", Set.of()))
              == PushResult.Kind.UNAUTHORIZED,
          "a wrong token is refused as such");
    } finally {
      server.stop(0);
    }
    System.out.println(held + " pushes to git's own server came out as they have to");
  }

  private void push(TemporaryRepository local, GitRemote remote) throws Exception {
    String first = local.commit("one", Map.of("A.java", "v1\n"));
    String second = local.commit("other", Map.of("A.java", "v2\n"));
    String foreign = local.commit("human", Map.of("A.java", "mine\n"));
    hold(
        remote.push(first, "nightshift/run-1", Set.of()).equals(new PushResult.Pushed(first, "")),
        "a new branch is made");
    hold(git("ls-remote", there.toString()).startsWith(first), "git sees it");
    hold(
        remote.push(first, "nightshift/run-1", Set.of()) instanceof PushResult.Pushed,
        "the same again is a success");
    hold(
        remote
            .push(second, "nightshift/run-1", Set.of(first))
            .equals(new PushResult.Pushed(second, first)),
        "what may be replaced is replaced");
    hold(
        kind(remote.push(foreign, "nightshift/run-1", Set.of(first))) == PushResult.Kind.MOVED,
        "what may not be replaced stays");
    hold(git("ls-remote", there.toString()).startsWith(second), "git sees it as it was");
    PushResult onMain = remote.push(first, "main", Set.of());
    hold(kind(onMain) == PushResult.Kind.PROTECTED, "a branch that a hook protects stays");
    hold(
        ((PushResult.Refused) onMain).detail().contains("hook declined"),
        "what the server says of it is told");
    hold(
        git("-C", there.toString(), "fsck", "--strict", "--no-dangling").isEmpty(),
        "git finds no fault there");
  }

  private static PushResult.Kind kind(PushResult result) {
    return result instanceof PushResult.Refused refused ? refused.kind() : null;
  }

  private void hold(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError("it does not hold that " + what);
    }
    held++;
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String known = "Basic " + GitHttp.base64("oauth2:" + TOKEN);
      if (!known.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"git\"");
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      byte[] answer = answered(exchange);
      int end = new String(answer, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
      int status = 200;
      for (String line :
          new String(answer, 0, end, StandardCharsets.ISO_8859_1).split("\r\n", -1)) {
        String[] header = line.split(": ", 2);
        if (header[0].equals("Status")) {
          status = Integer.parseInt(header[1].substring(0, 3));
        } else {
          exchange.getResponseHeaders().add(header[0], header[1]);
        }
      }
      exchange.sendResponseHeaders(status, 0);
      exchange.getResponseBody().write(answer, end + 4, answer.length - end - 4);
    }
  }

  private byte[] answered(HttpExchange exchange) throws IOException {
    InputStream body = exchange.getRequestBody();
    boolean isZipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    byte[] sent = (isZipped ? new GZIPInputStream(body) : body).readAllBytes();
    ProcessBuilder backend = new ProcessBuilder("git", "http-backend");
    Map<String, String> environment = backend.environment();
    environment.put("GIT_PROJECT_ROOT", root.toString());
    environment.put("GIT_HTTP_EXPORT_ALL", "1");
    environment.put("REMOTE_USER", "oauth2");
    environment.put("REQUEST_METHOD", exchange.getRequestMethod());
    environment.put("PATH_INFO", exchange.getRequestURI().getPath());
    environment.put("QUERY_STRING", String.valueOf(exchange.getRequestURI().getQuery()));
    environment.put("CONTENT_LENGTH", String.valueOf(sent.length));
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    environment.put("CONTENT_TYPE", type == null ? "" : type);
    Process process = backend.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (var input = process.getOutputStream()) {
      new ByteArrayInputStream(sent).transferTo(input);
    }
    return process.getInputStream().readAllBytes();
  }

  private static String git(String... arguments) throws IOException, InterruptedException {
    String[] command = new String[arguments.length + 1];
    command[0] = "git";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("git " + String.join(" ", arguments) + " failed: " + said);
    }
    return said;
  }
}
