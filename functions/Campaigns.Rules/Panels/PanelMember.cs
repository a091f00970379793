namespace Campaigns.Rules.Panels;

/// <summary>
/// A member of a panel 评委. <see cref="Units"/> are the units whose people it is one of, <see cref="Conflicts"/> those that it (or the office) has declared a
/// conflict with; an excused member gets no more work.
/// </summary>
public sealed record PanelMember(string Person, IReadOnlyList<string> Units, IReadOnlyList<string> Conflicts, PanelExcuse? Excused = null)
{
    /// <summary>
    /// Whether it must keep away from <paramref name="candidate"/> (J15): itself, its own unit, a unit that stands above, or a declared conflict. The
    /// authority at the top stands above everybody and is nobody's conflict.
    /// </summary>
    public bool ConflictsWith(PanelCandidate candidate)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        return Person == candidate.Unit
            || Units.Contains(candidate.Unit)
            || candidate.Above.Any(Units.Contains)
            || Conflicts.Contains(candidate.Unit)
            || candidate.Above.Any(Conflicts.Contains);
    }
}

/// <summary>Why a member was excused, and whether what it had scored by then still counts.</summary>
public sealed record PanelExcuse(string Reason, bool VotesCount);

/// <summary>What a panel looks at: the participant and the units above it, without the authority's.</summary>
public sealed record PanelCandidate(string Unit, IReadOnlyList<string> Above);
