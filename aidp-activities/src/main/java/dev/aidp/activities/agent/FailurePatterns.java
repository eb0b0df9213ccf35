package dev.aidp.activities.agent;

import com.google.common.collect.ImmutableList;
import dev.aidp.failure.FailureKind;
import dev.aidp.provider.FailureHints;

/** The table by which a failure's text is classed: the first row that is found in it decides. */
final class FailurePatterns {

  /*
   * Numbers of HTTP statuses also occur as line numbers and ports, so they count only shortly after a word that says what
   * they are. Order matters: "quota" texts often speak of rate limits, and authentication texts of permissions.
   */
  static final ImmutableList<FailureHints.Text> ROWS =
      ImmutableList.of(
          row(
              FailureKind.QUOTA_EXCEEDED,
              "hit your (?:usage|session|weekly|monthly|5-hour|free requests|fast)\\b.{0,40}limit",
              "usage limit reached",
              "out of (?:extra )?credits",
              "insufficient[_ ](?:quota|credits)",
              "credit balance is too low",
              "spend (?:cap|limit)",
              "quota[_ ](?:has been |is )?(?:exceeded|exhausted|reached|used up)",
              "exceeded your (?:current )?quota",
              "exhausted your (?:capacity|daily quota)",
              "TerminalQuotaError",
              "premium request allowance",
              "billing[_ ](?:error|hard limit)",
              "\\b402\\b.{0,20}payment",
              status("402")),
          row(
              FailureKind.RATE_LIMITED,
              "rate[-_ ]?limit",
              "too many requests",
              status("429"),
              "RESOURCE_EXHAUSTED",
              "RetryableQuotaError",
              "requests per (?:minute|day)",
              "tokens per min"),
          row(
              FailureKind.AUTH_EXPIRED,
              "not logged in",
              "please (?:run )?/?log ?in",
              "invalid (?:api[ _]key|auth token)",
              "incorrect api key",
              "token (?:has )?(?:expired|been revoked|is invalid)",
              "\\bauth(?:entication)?[_ ](?:is )?(?:required|failed|failure|expired|error)",
              "sign in again",
              "no authentication information",
              "set an auth method",
              "(?:login|session|credentials?) (?:has |have )?expired",
              status("401"),
              "unauthori[sz]ed",
              "UNAUTHENTICATED",
              "ProviderAuthError",
              "could not be refreshed"),
          row(
              FailureKind.PERMANENT,
              "prompt is too long",
              "context (?:window|length).{0,40}(?:exceed|exhaust|limit)",
              "ran out of room in the model's context",
              "maximum context length",
              "input is too long",
              "ContextOverflowError",
              "exceeds the maximum number of tokens",
              status("413")),
          row(
              FailureKind.PERMANENT,
              "issue with the selected model",
              "model_not_found",
              "model .{0,60}(?:not found|does not exist|not (?:supported|available))",
              "unknown model",
              "ModelNotFoundError",
              "cannot use this model"),
          row(
              FailureKind.PERMANENT,
              "no conversation found",
              "no rollout found",
              "session not found",
              "session id .{0,60}already in use"),
          row(
              FailureKind.PERMANENT,
              "not inside a trusted directory",
              "workspace trust required",
              "unknown (?:option|argument)",
              "unexpected argument",
              "requires --verbose",
              "invalid_request",
              status("400|403|422"),
              "permission denied",
              "account on hold",
              "blocked by cloudflare",
              "content policy",
              "argument list too long",
              "\\bE2BIG\\b",
              "\\bpermanent(?:ly)?(?:[ _-](?:error|fail)|:)"),
          row(
              FailureKind.TRANSIENT,
              "overloaded",
              "at capacity",
              "high demand",
              status("500|502|503|504|520|522|524|529"),
              "service unavailable",
              "internal server error",
              "bad gateway",
              "stream disconnected",
              "connection (?:failed|error|reset|refused)",
              "ECONNRESET|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT",
              "socket hang up",
              "fetch failed",
              "\\bUNAVAILABLE\\b"),
          row(FailureKind.TIMEOUT, "timed[ -]?out", "time-?out", "deadline exceeded"),
          row(
              FailureKind.TRANSIENT,
              "interrupted",
              "turn aborted",
              "operation cancelled",
              "MessageAbortedError"));

  private FailurePatterns() {}

  private static FailureHints.Text row(FailureKind kind, String... patterns) {
    return FailureHints.Text.of(kind, String.join("|", patterns));
  }

  private static String status(String numbers) {
    return "\\b(?:status|http|error|code)[^\\n]{0,20}?\\b(?:" + numbers + ")\\b";
  }
}
