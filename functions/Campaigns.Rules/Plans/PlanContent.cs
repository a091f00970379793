namespace Campaigns.Rules.Plans;

/// <summary>A participant's plan 创建方案 (B8): its text, and what it sets out to do, measure by measure.</summary>
public sealed record PlanContent(string? Text, IReadOnlyList<PlanMeasure>? Measures = null)
{
    /// <summary>Never null, also where the sender left it out.</summary>
    public IReadOnlyList<PlanMeasure> Measures { get; init => field = value ?? []; } = Measures ?? [];
}

/// <summary>One measure of a plan: what, who answers for it (a person's id or a name of a post) and by when.</summary>
public sealed record PlanMeasure(string Title, string? Owner = null, DateOnly? Due = null);

/// <summary>What can be asked of a plan.</summary>
public abstract record PlanCommand;

/// <summary>Keeps the plan as far as it got.</summary>
public sealed record SavePlan(PlanContent Content, string By) : PlanCommand;

/// <summary>Files the plan 备案; a plan that was sent back is filed again.</summary>
public sealed record FilePlan(PlanContent Content, string By) : PlanCommand;

/// <summary>Takes the plan into the register.</summary>
public sealed record RegisterPlan(Registrar By) : PlanCommand;

/// <summary>Sends the plan back for completion 补正 until <see cref="Until"/>, an instant that the calendar computed.</summary>
public sealed record SendBackPlan(string Reason, DateTimeOffset Until, Registrar By) : PlanCommand;

/// <summary>The time for completion has passed.</summary>
public sealed record LapseCompletion : PlanCommand;

/// <summary>
/// Who registers: the person, the units whose people it is one of (none of them may be the participant), and the units that it reviews or acts for.
/// </summary>
public sealed record Registrar(string Person, IReadOnlyList<string> OwnUnits, IReadOnlyList<string> Offices);
