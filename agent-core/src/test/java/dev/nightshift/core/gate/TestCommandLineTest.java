package dev.nightshift.core.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestCommandLineTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "mvn test",
        "mvn -q -B test",
        "./mvnw -B -ntp clean verify",
        "mvn -Dtest=ATest -pl core -am install",
        "mvn -DskipTests=false package",
        "mvn -DskipTests -DskipTests=false test",
        "mvn -DskipITs verify",
        "mvn surefire:test",
        "mvn org.apache.maven.plugins:maven-surefire-plugin:3.5.6:test@unit",
        "cd sub && mvn -q test",
        "JAVA_HOME=/jdk env FOO=bar mvn test",
        "timeout 10m mvn test",
        "nice -n 10 mvn test",
        "sh -c 'mvn test'",
        "bash -lc \"cd x; ./gradlew check\"",
        "(mvn test)",
        "if true; then mvn test; fi",
        "mvn \\\n  test",
        "'mvn' \"test\"",
        "/opt/maven/bin/mvn test",
        "mvnw.cmd test",
        "gradle build",
        "./gradlew :app:test --tests ATest",
        "./gradlew integrationTest",
        "./gradlew testDebugUnitTest",
        "gradle clean check -x javadoc",
        "ant test",
        "ant -f build.xml clean run-tests",
        "pytest",
        "python3 -m pytest tests",
        "python -m unittest",
        "uv run pytest -q",
        "npm test",
        "npm run test:unit",
        "yarn test",
        "npx jest",
        "go test ./...",
        "cargo test",
        "dotnet test",
        "sbt core/test",
        "ctest --test-dir build",
        "make test",
        "make -j4 -C sub check",
        "make integration-tests",
        "bazel test //...",
        "rspec",
        "bundle exec rspec",
        "bundle exec rake spec",
        "vendor/bin/phpunit",
        "rake test",
        "deno test",
        "swift test",
        "mix test",
        "python manage.py test",
        "python3 -W ignore -m unittest",
        "java -jar lib/junit-platform-console-standalone-1.13.jar execute",
        "java -cp x org.junit.runner.JUnitCore ATest",
        "sh mvn test",
        "bash -l check.sh test",
        "sh -eu -o pipefail -c 'mvn test'",
        "eval './mvn test'",
        "xargs ./mvn test",
        "xargs -n 1 -I {} ./mvn test",
        "M=./mvn; $M test",
        "./mvn -q test>/dev/null",
        "./mvn -q test 2>&1",
        "./mvn -q 2>/dev/null test",
        "mvn>out test",
        "echo `mvn test`",
        "uv run --frozen pytest",
        "npm --prefix web test",
        "npm run -w web test",
        "yarn workspace web test",
        "node --test",
        "env -u X mvn test",
        "./build.sh test",
        "timeout --signal KILL 60 mvn test",
        "timeout -s KILL 1m ./mvnw -q verify",
        "sudo -u bob -g staff -- mvn test",
        "uv run --with x pytest",
        "uv run --with x --with y python -m pytest",
        "npx --package jest jest",
        "case $x in a|b) mvn test;; esac"
      })
  void recognisesACommandThatRunsTests(String line) {
    assertThat(TestCommandLine.advice(line)).as(line).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mvn compile",
        "mvn -q spotless:check",
        "mvn -DskipTests verify",
        "mvn -q -DskipTests=true install",
        "mvn -Dmaven.test.skip=true package",
        "mvn -D skipTests verify",
        "mvn -pl test compile",
        "mvn -P verify compile",
        "mvn test-compile",
        "mvn clean",
        "gradle assemble",
        "gradle build -x test",
        "gradle testClasses",
        "gradle compileTestJava",
        "gradle --tests test assemble",
        "ant compile-tests",
        "ant dist",
        "test -f mvn",
        "echo mvn test",
        "echo 'x; mvn test'",
        "# mvn test",
        "true # && mvn test",
        "grep pytest setup.cfg",
        "python setup.py build",
        "npm run build",
        "npm install",
        "go build ./...",
        "cargo build",
        "sh check.sh",
        "bash -l check.sh",
        "./scripts/test",
        "test -f x",
        "[ -f test ]",
        "test test = test",
        "echo done > test",
        "echo x 2>test",
        "cat < test",
        "mvn compile > test",
        "ls test",
        "cd test",
        "git diff --exit-code test",
        "grep -r TODO test",
        "flake8 src test",
        "ruff check tests",
        "eslint test",
        "pip check",
        "cargo check",
        "make",
        "make check-style",
        "make build-tests",
        "make -C test all",
        "npm run lint -- test",
        "npm run build",
        "for t in test; do true; done",
        "case test in x) true;; esac",
        "docker build test",
        "java -jar app.jar",
        "python -c 'import x' test",
        "node tools/lint.js",
        "./lint.sh tests",
        "time -p grep pytest setup.cfg",
        "sudo -E apt-get install pytest",
        "case $x in pytest|jest) true;; esac",
        "cat <<E\nmvn test\nE",
        "'unclosed mvn test",
        "env",
        "",
        "\\"
      })
  void leavesOtherCommandsAlone(String line) {
    assertThat(TestCommandLine.advice(line)).as(line).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "./mvn -q test | tail -5",
        "./mvn -q test 2>&1|tee log",
        "mvn test |& tail",
        "(mvn test | tail)",
        "if mvn test | tail; then true; fi",
        "cd x && mvn test | tail",
        "a | b; set -o pipefail",
        "set -o pipefail; set +o pipefail; a | b",
        "bash -c 'mvn verify | tail'",
        "cd a && sh -c 'mvn verify | tail'",
        "set -o pipefail; sh -c 'mvn verify | tail'",
        "timeout -s KILL 60 bash -c 'mvn verify | tail'",
        "eval 'mvn test | tail'",
        "uv run sh -c 'pytest | tail'",
        "(set -o pipefail); mvn test | tail",
        "case $x in a|b) mvn test | tail;; esac",
        "case $x in a) true;; b|c) mvn test | tail; esac",
        "case $x in a|b) true;; esac; mvn test | tail",
        "case $x in a|b) true;; esac | tail",
        "case $x in esac; mvn test | tail",
        "if true; then case $x in a) true;; esac; fi; mvn test | tail",
        "cat <<E | tail\nx\nE",
        "cat <<E\na|b\nE\nmvn test | tail",
        "cat <<<E\nmvn test | tail",
        "x=$((1<<2))\nmvn test | tail"
      })
  void seesAPipeThatHidesAFailure(String line) {
    assertThat(TestCommandLine.hidesAnEnding(List.of("/bin/sh", "-c", line))).as(line).isTrue();
    assertThat(TestCommandLine.hidesAnEnding(List.of("env", "A=b", "bash", "-ec", line))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mvn test || exit 1",
        "grep -q 'a|b' x",
        "grep -q \"a|b\" x",
        "grep -q a\\|b x",
        "test -n \"$(ls | head -1)\"",
        "test -n $(ls | head -1)",
        "test -n `ls | head -1`",
        "diff <(ls | sort) expected",
        "echo x >| out",
        "true # a | b",
        "echo $((1 | 2))",
        "set -euo pipefail; mvn test | tail",
        "set -o pipefail; (set +o pipefail); mvn test | tail",
        "bash -o pipefail -c 'mvn test | tail'",
        "test -n $(sh -c 'ls | head -1')",
        "echo \"sh -c 'a | b'\"",
        "case $x in a|b) true;; c|d) false;; esac",
        "case $x in (a|b) true;; esac",
        "case $x in\n  a|b)\n    true\n    ;;\n  c|d) ;;\nesac",
        "if true; then case $x in a|b) true; esac; fi",
        "cat <<E\na|b\nE",
        "cat > x <<-'END OF'\n\ta|b\n\tEND OF\ntrue",
        "cat <<A <<B\na|\nA\n|b\nB\n"
      })
  void leavesLinesAloneThatHideNoFailure(String line) {
    assertThat(TestCommandLine.hidesAnEnding(List.of("sh", "-c", line))).as(line).isFalse();
  }

  @Test
  void seesNoPipeWhereNoShellReadsIt() {
    assertThat(TestCommandLine.hidesAnEnding(List.of("mvn", "|", "tail"))).isFalse();
    assertThat(TestCommandLine.hidesAnEnding(List.of("bash", "-o", "pipefail", "-c", "a | b")))
        .isFalse();
  }

  @Test
  void readsACommandWithoutShellAsItIs() {
    assertThat(TestCommandLine.advice(List.of("mvn", "-q", "test"))).isPresent();
    assertThat(TestCommandLine.advice(List.of("echo", "; mvn test"))).isEmpty();
    assertThat(TestCommandLine.advice(List.of("/bin/sh", "-c", "mvn test"))).isPresent();
  }

  @Test
  void saysWhatToAdd() {
    assertThat(TestCommandLine.advice("pytest -q"))
        .hasValueSatisfying(advice -> assertThat(advice).contains("--junitxml=report.xml"));
  }
}
