using Campaigns.App.Directory;
using Campaigns.App.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Campaigns.App.Access;

/// <summary>
/// The one place that decides whether somebody may do something: <see cref="AccessTable"/> says what a role may do and where, the directory says where
/// somebody stands. Deny is the default; each denial is logged with its reason.
/// </summary>
public sealed partial class AccessPolicy(DirectoryCache directory, ILogger<AccessPolicy> logger)
{
    /// <summary>The oldest assignments, in platform time, that anything is allowed on.</summary>
    public static TimeSpan AllowOn { get; } = TimeSpan.FromSeconds(60);

    static readonly TimeSpan DenyOn = TimeSpan.FromSeconds(2);
    static readonly AssignmentKind[] Companions =
    [
        AssignmentKind.ContactPoint, AssignmentKind.LeadInstructor, AssignmentKind.Instructor, AssignmentKind.Liaison, AssignmentKind.Department,
    ];

    static readonly AssignmentKind[] InCharge = [AssignmentKind.Leader, AssignmentKind.Reviewer, AssignmentKind.Authority];

    /// <summary>
    /// May <paramref name="caller"/> do <paramref name="act"/> to <paramref name="unit"/> (a unit's id, an individual's person id, or null where the act has no
    /// place)? Allows on assignments up to 60 seconds old and denies on none older than two.
    /// </summary>
    public async Task<AccessDecision> MayAsync(Caller caller, Act act, string? unit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var decision = await DecideAsync(caller, act, unit, cancellation);
        if (decision is AccessDecision.Denied denied) Denied(logger, caller.Person, act, unit, denied.Reason);
        return decision;
    }

    /// <summary>
    /// Whether <see cref="MayAsync"/> would allow it: for what an answer offers (J12). Nobody has tried anything, so nothing is logged.
    /// </summary>
    public async Task<bool> WouldAllowAsync(Caller caller, Act act, string? unit, CancellationToken cancellation) =>
        (await DecideAsync(caller, act, unit, cancellation)).IsAllowed;

    async Task<AccessDecision> DecideAsync(Caller caller, Act act, string? unit, CancellationToken cancellation)
    {
        var decision = Decide(caller, act, unit, null);
        if (decision is not AccessDecision.Denied { Reason: Denial.NotYourUnit } || unit is null) return decision;
        decision = Decide(caller, act, unit, await directory.GetAsync(AllowOn, cancellation));
        return decision.IsAllowed ? decision : Decide(caller, act, unit, await directory.GetAsync(DenyOn, cancellation));
    }

    /// <summary>The problem to answer with where <see cref="MayAsync"/> denies, else null: <c>if (await … is { } no) return no;</c></summary>
    public async Task<IResult?> DeniesAsync(Caller caller, Act act, string? unit, CancellationToken cancellation) =>
        (await MayAsync(caller, act, unit, cancellation)).Problem;

    /// <summary>The decision itself; without a directory no rule holds that asks where somebody stands.</summary>
    public static AccessDecision Decide(Caller caller, Act act, string? unit, DirectorySnapshot? directory)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var rules = AccessTable.RulesOf(act);
        if (rules.Any(r => r.Relation == Relation.Public)) return AccessDecision.Allowed.It;
        if (!caller.IsSignedIn) return new AccessDecision.Denied(Denial.NotSignedIn, caller.TokenRejected);

        var mine = rules.Where(r => r.Role is not { } role || caller.Has(role)).ToList();
        if (mine.Count == 0) return new AccessDecision.Denied(Denial.RoleMissing);
        return mine.Any(r => Holds(r.Relation, caller.Person, unit, directory)) ? AccessDecision.Allowed.It : new AccessDecision.Denied(Denial.NotYourUnit);
    }

    static bool Holds(Relation relation, string person, string? unit, DirectorySnapshot? directory) => relation switch
    {
        Relation.Public or Relation.SignedIn or Relation.Anywhere => true,
        _ when unit is null || directory is null => false,
        Relation.Reporter => directory.IsPlace(unit) ? directory.Holds(person, AssignmentKind.Reporter, unit) : IsThePerson(person, unit, directory),
        Relation.Member => directory.IsPlace(unit) ? directory.IsMember(person, unit) : IsThePerson(person, unit, directory),
        Relation.Companion => (directory.IsPlace(unit) ? unit : directory.Person(unit)?.Unit) is { } place
            && Companions.Any(role => directory.Holds(person, role, place)),
        Relation.Above => directory.Ancestors(unit).Any(above => InCharge.Any(role => directory.Holds(person, role, above))),
        Relation.ParentReviewer => directory.ParentOf(unit) is { } parent && directory.Holds(person, AssignmentKind.Reviewer, parent),
        Relation.ParentAuthority => directory.ParentOf(unit) is { } parent && directory.Holds(person, AssignmentKind.Authority, parent),
        Relation.InspectorAbove => directory.Ancestors(unit).Any(above => directory.Holds(person, AssignmentKind.Inspector, above)),
        Relation.Reviewer => directory.Holds(person, AssignmentKind.Reviewer, unit),
        Relation.Authority => directory.Holds(person, AssignmentKind.Authority, unit),
        _ => false,
    };

    static bool IsThePerson(string person, string unit, DirectorySnapshot directory) => person == unit && directory.People.ContainsKey(unit);

    [LoggerMessage(EventIds.AccessDenied, LogLevel.Information, "Denied {Person} {Act} at {Unit}: {Reason}", EventName = nameof(EventIds.AccessDenied))]
    static partial void Denied(ILogger logger, string person, Act act, string? unit, Denial reason);
}
