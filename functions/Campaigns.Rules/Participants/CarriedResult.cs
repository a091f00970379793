using Campaigns.Rules.Honouring;

namespace Campaigns.Rules.Participants;

/// <summary>
/// What a participant brings along from the year before (B5, J24): its result, for those who look back, and the honour that still stands. Its class and
/// disqualification stand where the year's own do.
/// </summary>
public sealed record CarriedResult(int Year, decimal? Score, string? Grade, int? Rank, bool Attained, bool Honoured, HonourState? Honour);
