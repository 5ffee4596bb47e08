package dev.nightshift.core.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("bubblewrap")
class SandboxedCommandRunnerTest extends CommandRunnerContract {
  @BeforeAll
  static void needsBubblewrap() {
    Bubblewrap.require();
  }

  @Override
  SandboxMode mode() {
    return SandboxMode.REQUIRED;
  }

  @Test
  void saysThatItIsConfined() {
    assertThat(CommandRunner.create(policy().build()).sandbox().toDisplay())
        .isEqualTo("bubblewrap");
  }

  @Test
  void cannotWriteOrEvenSeeOutside() throws Exception {
    Path outside = Files.createDirectory(temporary.toRealPath().resolve("outside"));
    Files.writeString(outside.resolve("secret"), "secret");

    CommandResult result =
        shell(
            String.join(
                "; ",
                "cat " + outside + "/secret",
                "touch " + outside + "/x",
                "ln -s " + outside + " ln",
                "touch ln/x",
                "ln " + outside + "/secret hard",
                "mkdir -p " + outside + " && echo made > " + outside + "/made",
                "touch /usr/x /etc/x /x",
                "ls " + System.getProperty("user.home") + "/.m2",
                "ls /root /home",
                "exit 0"));

    assertThat(result.output()).doesNotContain("secret\n");
    try (var entries = Files.list(outside)) {
      assertThat(entries).containsExactly(outside.resolve("secret"));
    }
    assertThat(workspace.resolve("hard")).doesNotExist();
    assertThat(Path.of("/usr/x")).doesNotExist();
  }

  @Test
  void seesNoProcessesOfTheHostAndHasNoCapabilities() throws Exception {
    CommandResult result =
        shell("ls -d /proc/[0-9]* | wc -l; grep CapEff /proc/self/status; kill -9 1; echo alive");

    List<String> lines = result.output().lines().toList();
    assertThat(Integer.parseInt(lines.get(0).strip())).isLessThan(8);
    assertThat(lines.get(1)).endsWith("0000000000000000");
  }

  @Test
  void environmentOfTheHostCannotBeReadThroughProc() throws Exception {
    CommandResult result = shell("cat /proc/[0-9]*/environ | tr '\\0' '\\n'");

    for (String name : System.getenv().keySet()) {
      if (name.matches(".*(KEY|TOKEN|SECRET).*")) {
        assertThat(result.output()).doesNotContain(name + "=");
      }
    }
    assertThat(result.output()).doesNotContain("SUREFIRE");
  }

  @Test
  void hasNoNetworkUnlessAllowedAndSaysSo() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Command connect =
          Command.of(
              "bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/" + server.getLocalPort() + " && echo in");

      assertThat(run(connect).output()).doesNotContain("in\n");
      CommandResult allowed =
          CommandRunner.create(policy().network(true).build()).run(connect, workspace, home);
      assertThat(allowed.output()).isEqualTo("in\n");
    }
    CommandResult failed = shell("echo 'java.net.UnknownHostException: x'; exit 1");
    assertThat(failed.hint()).contains("--network");
  }

  @Test
  void cachesAreReadableButNotWritable() throws Exception {
    Path cache = Files.createDirectory(temporary.toRealPath().resolve("cache"));
    Files.writeString(cache.resolve("artefact"), "cached");
    CommandPolicy withCache = policy().caches(List.of(cache, cache.resolve("none"))).build();

    CommandResult result =
        CommandRunner.create(withCache)
            .run(
                Command.shell(
                    "cat "
                        + cache
                        + "/artefact; echo poison > "
                        + cache
                        + "/artefact; rm "
                        + cache
                        + "/artefact"),
                workspace,
                home);

    assertThat(result.output()).startsWith("cached").contains("Read-only file system");
    assertThat(result.hint()).contains("caches are read-only");
    assertThat(cache.resolve("artefact")).hasContent("cached");
  }

  @Test
  void poisonedRepositoryOfOneCommandIsNotThatOfTheNext() throws Exception {
    CachedRepository cache = CachedRepository.create(temporary.toRealPath(), 2);
    CommandRunner runner = CommandRunner.create(policy().caches(List.of(cache.path())).build());
    String jar = "$HOME/.m2/repository/" + CachedRepository.JAR;

    CommandResult poisoning =
        runner.run(
            Command.shell(
                ("echo poison > JAR; echo poison > "
                        + cache.path()
                        + "/x; cat JAR;"
                        + " rm -r $HOME/.m2/repository/*; ls $HOME/.m2/repository/")
                    .replace("JAR", jar)),
            workspace,
            home);
    CommandResult next =
        runner.run(
            Command.shell("cat " + jar), workspace, temporary.toRealPath().resolve("next-home"));

    assertThat(poisoning.output()).contains("Read-only file system").endsWith("poison\n");
    assertThat(next.output()).isEqualTo("original");
    assertThat(runner.toDisplay()).isEqualTo("bubblewrap");
    cache.assertUnchanged();
  }

  /** Else a command could lead the next mount over a program that is run outside the sandbox. */
  @Test
  void mountOfTheRepositoryCannotBeLedElsewhere() throws Exception {
    CachedRepository cache = CachedRepository.create(temporary.toRealPath(), 1);
    CommandRunner runner = CommandRunner.create(policy().caches(List.of(cache.path())).build());
    String attack =
        "cp /bin/true $HOME/.m2/repository/bwrap; cd $HOME; touch .nightshift/maven/upper/x;"
            + " mv .nightshift elsewhere; rm -rf .nightshift/maven/work .m2;"
            + " ln -s /usr/bin .m2; ln -sfn /usr/bin .nightshift/maven/repository; exit 0";

    CommandResult first = runner.run(Command.shell(attack), workspace, home);
    CommandResult next =
        runner.run(
            Command.shell("ls -a $HOME/.nightshift/maven; readlink /proc/self/ns/pid"),
            workspace,
            home);

    Files.delete(home.resolve(".m2"));
    Files.deleteIfExists(home.resolve(".nightshift/maven/upper/bin"));
    assertThat(first.output()).contains("Read-only file system");
    assertThat(home.resolve(".nightshift/maven/upper/x")).doesNotExist();
    assertThat(next.output()).contains("upper").contains("pid:");
    assertThat(next.output())
        .doesNotContain(Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString());
  }

  @Test
  void cacheWhosePathOptionsOfAMountCannotNameIsNotLinkedAnew() throws Exception {
    CachedRepository cache =
        CachedRepository.create(temporary.toRealPath().resolve("a,b:c\"d'e\\f"), 2);
    CommandRunner runner = CommandRunner.create(policy().caches(List.of(cache.path())).build());

    CommandResult result =
        runner.run(
            Command.shell("cat $HOME/.m2/repository/" + CachedRepository.JAR), workspace, home);

    assertThat(result.output()).isEqualTo("original");
    assertThat(runner.toDisplay()).isEqualTo("bubblewrap");
  }

  @Test
  void firstOfSeveralMavenCachesWins() throws Exception {
    Path real = temporary.toRealPath();
    CachedRepository first = CachedRepository.create(real.resolve("a"), 1);
    CachedRepository second = CachedRepository.create(real.resolve("b"), 2);
    Files.writeString(second.path().resolve(CachedRepository.JAR), "other");
    CommandPolicy both = policy().caches(List.of(first.path(), second.path())).build();

    CommandResult result =
        CommandRunner.create(both)
            .run(Command.shell("cat $HOME/.m2/repository/org/x/lib/1.*/*.jar"), workspace, home);

    assertThat(result.output()).isEqualTo("originaloriginal");
  }

  @Test
  void killsOrphansThatLeaveNoTrace() throws Exception {
    String mark = UUID.randomUUID().toString();

    shell("env -i setsid sh -c 'sleep 1000; : " + mark + "' </dev/null >/dev/null 2>&1 & exit 0");

    assertThat(survivors(mark)).isEmpty();
  }

  @Test
  void userDatabaseCannotBeReplacedFromInside() throws Exception {
    Path secret = Files.writeString(temporary.resolve("secret"), "secret");

    shell(
        "rm -rf $HOME/.nightshift; mv $HOME/.nightshift $HOME/x; ln -sf "
            + secret
            + " $HOME/.nightshift/state/passwd");

    assertThat(shell("cat /etc/passwd").output()).startsWith("nightshift:").contains(home + ":");
  }

  @Test
  void everyJvmHasThePrivateUserHome() throws Exception {
    Files.writeString(
        workspace.resolve("Home.java"),
        "class Home { public static void main(String[] a) {"
            + " System.out.println(System.getProperty(\"user.home\")); } }");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

    assertThat(run(Command.of(java, "Home.java")).output()).isEqualTo(home + "\n");
  }

  /** The directory of devices and the root are in memory: a full one takes the host's. */
  @Test
  void nothingInMemoryGrowsWithoutALimit() throws Exception {
    CommandResult result =
        shell(
            "for at in /dev /dev/pts / /etc /usr/local; do echo x > $at/fill && echo grew $at;"
                + " done; df -k --output=target,size /dev/shm /tmp; echo x > /dev/shm/a &&"
                + " echo x > /tmp/a && echo x > /dev/null && echo usable");

    assertThat(result.output()).doesNotContain("grew").endsWith("usable\n");
    assertThat(result.output())
        .containsPattern("/dev/shm +262144")
        .containsPattern("/tmp +1048576");
  }

  @Test
  void makesNoUserNamespaceOfItsOwnAndHasALimitOfProcesses() throws Exception {
    assumeTrue(BubblewrapProbe.refusesNesting(), "needs bubblewrap 0.8");

    assertThat(shell("unshare -U true").exitCode()).isNotZero();
    assertThat(shell("grep '^Max processes' /proc/self/limits").output())
        .matches(
            "(?s)Max processes +([0-9]{1,3}|[0-7][0-9]{3}|80[0-9]{2}|81[0-8][0-9]|819[012]) .*");
  }

  @Test
  void downloadThatFailsWithoutAWordGetsTheHint() throws Exception {
    assertThat(shell("wget -q http://192.0.2.1/").hint()).contains("--network");
  }
}
