package dev.nightshift.core.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequireTest {
  @Test
  void namesWhatIsNull() {
    assertThatThrownBy(() -> Require.nonNull(null, "budget"))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("budget must not be null");
    assertThat(Require.nonNull("x", "budget")).isEqualTo("x");
  }

  @Test
  void namesTheElementThatIsNull() {
    assertThatThrownBy(() -> Require.elements(Arrays.asList("a", null), "tools"))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("tools must not hold null, but its element 1 is");
    assertThatThrownBy(() -> Require.elements(new String[] {null}, "argv"))
        .hasMessage("argv must not hold null, but its element 0 is");
  }

  @Test
  void namesTheKeyWhoseValueIsNull() {
    assertThatThrownBy(() -> Require.entries(Collections.singletonMap("PATH", null), "variables"))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("variables at 'PATH' must not be null");
    assertThatThrownBy(() -> Require.entries(Collections.singletonMap(null, "x"), "variables"))
        .hasMessage("a key of variables must not be null");
  }

  @Test
  void copiesInOrder() {
    Map<String, Integer> map = new LinkedHashMap<>();
    map.put("z", 1);
    map.put("a", 2);
    String[] array = {"z", "a"};

    Map<String, Integer> entries = Require.entries(map, "map");
    List<String> elements = Require.elements(array, "array");
    map.clear();
    array[0] = "changed";

    assertThat(entries).containsExactly(Map.entry("z", 1), Map.entry("a", 2));
    assertThat(elements).containsExactly("z", "a");
    assertThatThrownBy(() -> elements.add("b")).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void refusesDurationsThatNoClockCanWait() {
    for (Duration senseless :
        List.of(Duration.ZERO, Duration.ofMillis(-1), ChronoUnit.FOREVER.getDuration())) {
      assertThatThrownBy(() -> Require.positive(senseless, "timeout"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("timeout " + senseless + " must be ");
    }
    assertThat(Require.positive(Duration.ofNanos(1), "timeout")).isEqualTo(Duration.ofNanos(1));
  }
}
