package dev.nightshift.forge;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.forge.gerrit.GerritForge;
import dev.nightshift.git.GitRemote;
import dev.nightshift.git.PushResult;
import dev.nightshift.git.testing.TemporaryRepository;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A Gerrit on this computer, as a process of its own, and what people do there. */
final class GerritProcess implements AutoCloseable {
  static final String PASSWORD = "gerrit-0123456789-abcdef";
  private static final String ADMIN = "admin";

  /** What the set-up of a site for development gives its administrator. */
  private static final String ADMIN_PASSWORD = "secret";

  private final HttpClient client = HttpClient.newHttpClient();
  private final Path site;
  private final URI web;
  private final Process daemon;

  /** Starts it from the jars that the system property {@code gerrit.jars} names a directory of. */
  GerritProcess(Path root) throws IOException, InterruptedException {
    this.site = root.resolve("site");
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    this.web = URI.create("http://127.0.0.1:" + port);
    int set = start("init", "--batch", "--dev", "--no-auto-start", "--skip-plugins").waitFor();
    if (set != 0) {
      throw new IOException("gerrit init failed: " + log());
    }
    // An option that is there twice counts by its last line; a site that has them before it is set
    // up gets no administrator.
    Files.writeString(
        site.resolve("etc/gerrit.config"),
        """

        [gerrit]
        \tcanonicalWebUrl = %1$s/
        [httpd]
        \tlistenUrl = %1$s/
        [sshd]
        \tlistenAddress = off
        [sendemail]
        \tenable = false
        """
            .formatted(web),
        StandardOpenOption.APPEND);
    this.daemon = start("daemon", "--headless", "--console-log");
    try {
      awaitAnswer();
      for (String user : List.of("bot", "sam", "ci")) {
        account(user, "");
      }
      account("rita", "\"Administrators\"");
    } catch (IOException | InterruptedException failed) {
      close();
      throw failed;
    }
  }

  private String log() throws IOException {
    return Files.readString(site.resolveSibling("gerrit.log"));
  }

  private Process start(String command, String... options) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-Xmx512m", "-cp", jars(), "com.google.gerrit.launcher.GerritLauncher"));
    line.addAll(List.of(command, "-d", site.toString()));
    line.addAll(List.of(options));
    File log = site.resolveSibling("gerrit.log").toFile();
    return new ProcessBuilder(line)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
        .start();
  }

  private static String jars() throws IOException {
    try (var files = Files.list(Path.of(System.getProperty("gerrit.jars")))) {
      return String.join(File.pathSeparator, files.map(Path::toString).toList());
    }
  }

  private void awaitAnswer() throws InterruptedException, IOException {
    for (int tries = 0; tries < 120; tries++) {
      try {
        if (answer(ADMIN, "GET", "/accounts/self", "").statusCode() == 200) {
          return;
        }
      } catch (IOException notYet) {
        // It listens late.
      }
      if (daemon.waitFor(500, TimeUnit.MILLISECONDS)) {
        break;
      }
    }
    throw new IOException("gerrit did not start: " + log());
  }

  private void account(String user, String groups) throws IOException, InterruptedException {
    does(
        ADMIN,
        "PUT",
        "/accounts/" + user,
        """
        {"name":"%1$s","email":"%1$s@example.com","http_password":"%2$s","groups":[%3$s]}
        """
            .formatted(user, PASSWORD, groups));
  }

  URI web() {
    return web;
  }

  GerritForge forge(String project, Path repository) {
    return GerritForge.builder(web, project, repository).account("bot", () -> PASSWORD).build();
  }

  /** A project whose branch {@code main} holds that of a local repository. */
  void project(String name, TemporaryRepository local) throws IOException, InterruptedException {
    does(ADMIN, "PUT", "/projects/" + name, "{\"branches\":[\"main\"]}");
    GitRemote remote =
        GitRemote.at(local.directory(), web + "/a/" + name).withToken(ADMIN, () -> ADMIN_PASSWORD);
    PushResult pushed = remote.push(local.tip("main"), "main", Set.of());
    if (!(pushed instanceof PushResult.Pushed)) {
      throw new IOException("the project could not be filled: " + pushed);
    }
  }

  /** Makes the label of checks, by which everybody may vote. */
  void verified(String project) throws IOException, InterruptedException {
    does(
        ADMIN,
        "PUT",
        "/projects/" + project + "/labels/Verified",
        "{\"values\":{\" 0\":\"none\",\"-1\":\"fails\",\"+1\":\"works\"}}");
    does(
        ADMIN,
        "POST",
        "/projects/" + project + "/access",
        """
        {"add":{"refs/heads/*":{"permissions":{"label-Verified":{"rules":
        {"global:Registered-Users":{"action":"ALLOW","min":-1,"max":1}}}}}}}
        """);
  }

  /** From now on every vote of people is copied to later patch sets. */
  void copyVotes(String project) throws IOException, InterruptedException {
    does(
        ADMIN,
        "PUT",
        "/projects/" + project + "/labels/Code-Review",
        """
        {"copy_condition":"is:ANY","values":
        {"-2":"no","-1":"rather not"," 0":"none","+1":"rather","+2":"yes"}}
        """);
  }

  /** Does something as somebody, which has to succeed; returns what is answered. */
  JsonValue does(String user, String method, String path, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = answer(user, method, path, body);
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(
          method + " " + path + " was answered " + answer.statusCode() + ": " + answer.body());
    }
    String json = answer.body().replaceFirst("\\A\\)]}'", "").strip();
    return json.isEmpty() ? JsonValue.MISSING : JsonValue.parse(json);
  }

  private HttpResponse<String> answer(String user, String method, String path, String body)
      throws IOException, InterruptedException {
    String password = user.equals(ADMIN) ? ADMIN_PASSWORD : PASSWORD;
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(web + "/a" + path))
            .header("Authorization", "Basic " + GitHttp.base64(user + ":" + password))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  @Override
  public void close() {
    daemon.destroy();
    try {
      if (!daemon.waitFor(20, TimeUnit.SECONDS)) {
        daemon.destroyForcibly();
      }
    } catch (InterruptedException stopped) {
      daemon.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
