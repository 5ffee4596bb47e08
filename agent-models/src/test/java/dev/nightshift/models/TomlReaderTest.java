package dev.nightshift.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.AgentException;
import dev.nightshift.core.internal.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TomlReaderTest {
  @Test
  void readsWhatPriceTablesUse() {
    JsonValue read =
        TomlReader.read(
            """
            # of today
            name = "A \\"B\\" # c" # real comment
            literal = 'C:\\x'
            flag = true
            list = [
              "text", # first
              "image",
            ]
            [cost]
            input = 5.00
            [[cost.tiers]]
            tier = { size = 272_000 }
            input = 10
            [[cost.tiers]]
            tier = { size = 1_000_000 }
            [a.b.c]
            d = { "e f" = { g.h = -0.5 }, i = [] }
            """);

    assertThat(read)
        .hasToString(
            "{\"name\":\"A \\\"B\\\" # c\",\"literal\":\"C:\\\\x\",\"flag\":true,"
                + "\"list\":[\"text\",\"image\"],"
                + "\"cost\":{\"input\":5.00,\"tiers\":[{\"tier\":{\"size\":272000},\"input\":10},"
                + "{\"tier\":{\"size\":1000000}}]},"
                + "\"a\":{\"b\":{\"c\":{\"d\":{\"e f\":{\"g\":{\"h\":-0.5}},\"i\":[]}}}}}");
  }

  @Test
  void readsLinesThatEndAsOnWindows() {
    assertThat(
            TomlReader.read("a = 1\r\n\r\n[b]\r\nc = 2\r\n")
                .path("b")
                .path("c")
                .decimal()
                .orElseThrow())
        .isEqualByComparingTo("2");
  }

  @Test
  void numbersAreExact() {
    assertThat(TomlReader.read("a = 0.10000000000000000555").path("a").decimal().orElseThrow())
        .isEqualByComparingTo("0.10000000000000000555");
    assertThat(TomlReader.read("a = 1e100").path("a").decimal().orElseThrow())
        .isEqualByComparingTo("1e100");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "date | a = 2026-07-02 | line 1: a value that is not read",
        "time | a = 07:32:00 | line 1: a value that is not read",
        "hexadecimal | a = 0xff | line 1: a value that is not read",
        "nan | ~a = nan | line 2: a value that is not read",
        "infinity | a = +inf | line 1: a value that is not read",
        "leading zero | a = 01 | line 1: a value that is not read",
        "double underscore | a = 1__0 | line 1: a value that is not read",
        "no value | a =~b = 1 | line 1: a value that is not read",
        "no equals sign | a~= 1 | line 1: = is missing",
        "two values | a = 1 2 | line 1: the line goes on",
        "key twice | a = 1~a = 2 | line 2: a is there twice",
        "table twice | [a]~[b]~[a] | line 3: the table [a] is there twice",
        "inline table opened again | a = { b = 1 }~[a] | line 2: the table [a] is there twice",
        "key that is a table | a.b = 1~a = 2 | line 2: a is there twice",
        "table that is a value | a = 1~[a.b] | line 2: a is no table",
        "list that is a table | [a]~[[a]] | line 2: a is no list",
        "open table | [a | line 1: ] is missing",
        "open list | a = [1, 2~b = 3 | line 2: ] is missing",
        "open inline table | a = { b = 1~c = 2 } | line 1: } is missing",
        "open text | a = \"b~c | line 1: a text does not end",
        "long text | a = \"\"\"b\"\"\" | line 1: texts of several lines",
        "escape | a = \"\\u0041\" | line 1: an escape that is not read",
        "no name | = 1 | line 1: a name is missing",
      })
  void refusesTheRestByItsLine(String name, String toml, String complaint) {
    assertThatThrownBy(() -> TomlReader.read(toml.replace('~', '\n')))
        .isInstanceOf(AgentException.class)
        .hasMessageStartingWith(complaint);
  }

  @Test
  void deepNestingIsRefusedBeforeTheStackEnds() {
    assertThatThrownBy(() -> TomlReader.read("a = " + "[".repeat(100_000)))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("nested too deeply");
  }

  @Test
  void eachCutOfARealFileIsReadOrRefused() throws IOException {
    Path directory = Path.of("src/test/resources/wire-specs/prices/models.dev");
    List<Path> files;
    try (Stream<Path> all = Files.walk(directory)) {
      files = all.filter(file -> file.toString().endsWith(".toml")).toList();
    }
    assertThat(files).hasSizeGreaterThan(20);

    for (Path file : files) {
      String text = Files.readString(file);
      assertThat(TomlReader.read(text).isEmpty()).isFalse();
      for (int end = 0; end < text.length(); end++) {
        try {
          TomlReader.read(text.substring(0, end));
        } catch (AgentException refused) {
          assertThat(refused).hasMessageStartingWith("line ");
        }
      }
    }
  }
}
