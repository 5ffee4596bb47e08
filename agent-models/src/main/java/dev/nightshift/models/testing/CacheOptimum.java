package dev.nightshift.models.testing;

import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.TokenUsage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The least that calls could have cost with Anthropic's prompt cache, as {@link
 * ScriptedModelServer#optimum} says. It knows the vendor's minimum and lifetimes, and neither the
 * marks of the client nor the entries of {@link SimulatedCache}. Immutable.
 */
final class CacheOptimum {
  private static final Duration SHORT = Duration.ofMinutes(5);
  private static final Duration LONG = Duration.ofHours(1);
  private static final int BYTES_PER_TOKEN = 4;
  private static final Pattern MARK = Pattern.compile(",\"cache_control\":\\{[^}]*}");

  private final PriceBook prices;

  CacheOptimum(PriceBook prices) {
    this.prices = prices;
  }

  /** Returns the least that the charged ones of these requests could have cost. */
  Money cost(List<RecordedRequest> requests, List<Charge> charges) {
    Map<String, List<Call>> byModel = new LinkedHashMap<>();
    for (Charge charge : charges) {
      byModel
          .computeIfAbsent(charge.model(), model -> new ArrayList<>())
          .add(Call.of(requests.get(charge.request()), charge));
    }
    return byModel.values().stream()
        .map(calls -> best(calls, shared(calls)))
        .reduce(Money.zero(), Money::plus);
  }

  private Money best(List<Call> calls, long[][] shared) {
    Money best = cost(calls, shared, 0);
    for (int longLived = 1; longLived <= calls.size(); longLived++) {
      Money cost = cost(calls, shared, longLived);
      best = cost.compareTo(best) < 0 ? cost : best;
    }
    return best;
  }

  /** What the calls cost if so many of the first ones write for an hour. */
  private Money cost(List<Call> calls, long[][] shared, int longLived) {
    Money sum = Money.zero();
    Instant[] used = new Instant[calls.size()];
    for (int i = 0; i < calls.size(); i++) {
      Call call = calls.get(i);
      long read = 0;
      for (int j = 0; j < i; j++) {
        Duration lifetime = j < longLived ? LONG : SHORT;
        if (shared[i][j] > 0 && call.at().isBefore(used[j].plus(lifetime))) {
          used[j] = call.at();
          read = Math.max(read, shared[i][j]);
        }
      }
      used[i] = call.at();
      sum = sum.plus(price(call, read, i < longLived ? LONG : SHORT));
    }
    return sum;
  }

  private Money price(Call call, long read, Duration lifetime) {
    TokenUsage.Builder usage = TokenUsage.builder().output(call.charge().usage().output());
    if (call.input() < call.least()) {
      usage.input(call.input());
    } else {
      usage.cacheRead(read).cacheWrite(lifetime, call.input() - read);
    }
    return prices
        .price(new ModelId("anthropic", call.charge().model()), call.at())
        .orElseThrow()
        .cost(usage.build());
  }

  /** How many tokens each call could have read of each earlier one; none below the minimum. */
  private static long[][] shared(List<Call> calls) {
    long[][] shared = new long[calls.size()][calls.size()];
    for (int i = 0; i < calls.size(); i++) {
      boolean isBegun = calls.get(i).answers() > 0;
      for (int j = i - 1; j >= 0; j--) {
        Call earlier = calls.get(j);
        boolean goesOn = isBegun && earlier.answers() < calls.get(i).answers();
        isBegun &= !goesOn;
        long tokens = goesOn ? earlier.input() : calls.get(i).inCommonWith(earlier);
        tokens = Math.min(tokens, calls.get(i).input());
        shared[i][j] = tokens < earlier.least() ? 0 : tokens;
      }
    }
    return shared;
  }

  /** A call, with the text of its blocks in the order of the prompt. */
  private record Call(Charge charge, int answers, List<String> blocks) {
    static Call of(RecordedRequest request, Charge charge) {
      List<String> blocks = new ArrayList<>();
      JsonValue body = request.json();
      body.path("tools").values().forEach(tool -> blocks.add(text(tool)));
      body.path("system").values().forEach(block -> blocks.add(text(block)));
      body.path("messages")
          .values()
          .forEach(said -> said.path("content").values().forEach(block -> blocks.add(text(block))));
      return new Call(charge, request.assistantTurns(), blocks);
    }

    Instant at() {
      return charge.at();
    }

    long input() {
      return charge.usage().totalInput();
    }

    long least() {
      return CacheMinimum.tokens(charge.model());
    }

    long inCommonWith(Call earlier) {
      long bytes = 0;
      int most = Math.min(blocks.size(), earlier.blocks.size());
      for (int i = 0; i < most && blocks.get(i).equals(earlier.blocks.get(i)); i++) {
        bytes += blocks.get(i).getBytes(StandardCharsets.UTF_8).length;
      }
      return (bytes + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN;
    }

    /** Its mark is no part of the prompt. */
    private static String text(JsonValue block) {
      return MARK.matcher(block.toString()).replaceFirst("");
    }
  }
}
