package dev.nightshift.forge;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collection;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.PreReceiveHook;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;

/**
 * A server of git over HTTP for pushes: the protocol and the work on the repository are JGit's, the
 * protected branches are {@code main} and those below {@code release}. Who pushes authenticates by
 * user and token.
 */
final class GitHttp {
  private static final String SERVICE = "git-receive-pack";
  private final Path repository;
  private final String user;
  private final Supplier<String> token;
  private volatile Runnable beforeWrite = () -> {};
  private volatile Runnable afterLook = () -> {};
  private volatile int refusal;
  private volatile String elsewhere = "";
  private volatile boolean isOpenToAll;
  private volatile PreReceiveHook receiver = (pack, commands) -> protect(commands);

  GitHttp(Path repository, String user, Supplier<String> token) {
    this.repository = repository;
    this.user = user;
    this.token = token;
  }

  /** Does something, once, between what the client was told of the branches and what it sends. */
  void beforeNextWrite(Runnable action) {
    beforeWrite = action;
  }

  /** Does something, once, after the client has been told of the branches. */
  void afterNextLook(Runnable action) {
    afterLook = action;
  }

  /** From now on every request is answered by a status alone. */
  void refuse(int status) {
    refusal = status;
  }

  /** From now on what is pushed is taken or refused in another way. */
  void receiveBy(PreReceiveHook hook) {
    receiver = hook;
  }

  /** From now on nobody needs a token. */
  void letEverybodyIn() {
    isOpenToAll = true;
  }

  /** From now on every request is sent elsewhere. */
  void redirect(String address) {
    elsewhere = address;
  }

  void handle(HttpExchange exchange) throws IOException {
    if (!elsewhere.isEmpty()) {
      exchange.getResponseHeaders().add("Location", elsewhere + exchange.getRequestURI());
      exchange.sendResponseHeaders(307, -1);
      return;
    }
    if (refusal > 0) {
      exchange.sendResponseHeaders(refusal, -1);
      return;
    }
    String known = "Basic " + credentials();
    if (!isOpenToAll && !known.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"git\"");
      exchange.sendResponseHeaders(401, -1);
      return;
    }
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    boolean isAdvertisement = exchange.getRequestURI().getPath().endsWith("/info/refs");
    try (Repository open =
        new FileRepositoryBuilder().setGitDir(repository.toFile()).setBare().build()) {
      ReceivePack pack = new ReceivePack(open);
      pack.setBiDirectionalPipe(false);
      if (isAdvertisement) {
        PacketLineOut lines = new PacketLineOut(answer);
        lines.writeString("# service=" + SERVICE + "\n");
        lines.end();
        pack.sendAdvertisedRefs(new PacketLineOutRefAdvertiser(lines));
        Runnable action = afterLook;
        afterLook = () -> {};
        action.run();
      } else {
        Runnable action = beforeWrite;
        beforeWrite = () -> {};
        action.run();
        pack.setPreReceiveHook(receiver);
        pack.receive(body(exchange), answer, null);
      }
    }
    String type = isAdvertisement ? "advertisement" : "result";
    exchange.getResponseHeaders().add("Content-Type", "application/x-" + SERVICE + "-" + type);
    exchange.sendResponseHeaders(200, 0);
    exchange.getResponseBody().write(answer.toByteArray());
  }

  private static InputStream body(HttpExchange exchange) throws IOException {
    boolean isZipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    return isZipped ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody();
  }

  private static void protect(Collection<ReceiveCommand> commands) {
    commands.stream()
        .filter(command -> command.getRefName().matches("refs/heads/(main|release/.*)"))
        .forEach(
            command ->
                command.setResult(
                    ReceiveCommand.Result.REJECTED_OTHER_REASON, "protected branch hook declined"));
  }

  /** What stands in the header of a request that authenticates. */
  String credentials() {
    return base64(user + ":" + token.get());
  }

  static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
