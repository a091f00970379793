using Campaigns.Rules.People;

namespace Campaigns.App.Changes;

/// <summary>
/// What is to change: <see cref="Parent"/> for a move, <see cref="Into"/> for a merge, <see cref="Successors"/> for a split, the first of which is the heir to
/// the pledges.
/// </summary>
public sealed record UnitChangeBody(
    UnitChangeKind Kind, string Reason, string? Parent = null, string? Into = null, IReadOnlyList<SuccessorBody>? Successors = null)
{
    internal UnitChange ToChange(string unit) => new(Kind, unit, Kind switch
    {
        UnitChangeKind.Move => Parent is null ? [] : [Parent],
        UnitChangeKind.Merge => Into is null ? [] : [Into],
        UnitChangeKind.Split => [.. (Successors ?? []).Select(s => s.Id)],
        _ => [],
    });
}

/// <summary>A unit that begins with a split.</summary>
public sealed record SuccessorBody(string Id, string Name, string? NameEn = null);

/// <summary>
/// What becomes of one participation: <see cref="Effect"/> is moved, ended, absorbed or succeeded, by <see cref="By"/> where somebody carries it on.
/// </summary>
public sealed record Carried(string Cycle, string Track, string Unit, string Effect, string? By, IReadOnlyList<string> Phases, int Pledges);

/// <summary>What the change came to, or with <c>dryRun</c> would come to.</summary>
public sealed record UnitChangeAnswer(UnitChangeKind Kind, string Unit, IReadOnlyList<string> Into, bool DryRun, IReadOnlyList<Carried> Carried);
