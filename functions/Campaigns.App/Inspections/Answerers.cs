using Campaigns.App.Access;
using Campaigns.App.Cycles.Waves;
using Campaigns.App.Directory;
using Campaigns.App.Participants;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Inspections;
using Campaigns.Rules.Participants;

namespace Campaigns.App.Inspections;

/// <summary>
/// Who answers what waits about a participant and who is told when it is not answered (K17, E5, J7, J8). The participant's own people never are: not as
/// inspectors, not as leaders of the office above.
/// </summary>
internal static class Answerers
{
    /// <summary>Those who answer reports from the public: the authority's office, or its inspectors.</summary>
    public static IReadOnlyList<string> OfReports(CampaignDefinition definition, DirectorySnapshot people) =>
        definition.Reports?.By is ReportOwner.Inspector
            ? people.InspectorsFor(definition.Authority.Unit)
            : people.ContactsOfUnit(definition.Authority.Unit).Office;

    /// <summary>
    /// Whom a rung tells: those who answer, whom the ladder names, and once it is overdue whoever leads the authority.
    /// </summary>
    public static IReadOnlyList<string> Told(
        TimedRung rung, IEnumerable<string> answerers, CampaignDefinition definition, ParticipantState participant, DirectorySnapshot people)
    {
        var authority = definition.Authority.Unit;
        var contacts = WaveContacts.Of(participant, authority, people);
        var told = answerers.Concat(rung.To.SelectMany(contacts.Of)).Concat(rung.Escalates ? people.ContactsOfUnit(authority).Leaders : []);
        return [.. told.Distinct(StringComparer.Ordinal).Where(p => !IsOwn(p, participant.Unit, people)).Order(StringComparer.Ordinal)];
    }

    /// <summary>The person is the participant or one of its people.</summary>
    public static bool IsOwn(string person, string unit, DirectorySnapshot people) =>
        person == unit || ReviewerIdentity.Of(people, person).OwnUnits.Contains(unit);

    /// <summary>Whether the caller may see a report about the unit: those who answer, the authority above, the auditor.</summary>
    public static bool MaySee(Caller caller, CampaignDefinition definition, string unit, DirectorySnapshot people) =>
        AccessPolicy.Decide(caller, Act.ReadReport, unit, people).IsAllowed
        && !IsOwn(caller.Person, unit, people)
        && (caller.Has(AppRole.Auditor) || IsTheirs(caller, definition, unit, people));

    /// <summary>Whether the caller may answer it, and so has use for whom to ask back.</summary>
    public static bool MayAnswer(Caller caller, CampaignDefinition definition, string unit, DirectorySnapshot people) =>
        AccessPolicy.Decide(caller, Act.AnswerReport, unit, people).IsAllowed
        && !IsOwn(caller.Person, unit, people)
        && IsTheirs(caller, definition, unit, people);

    private static bool IsTheirs(Caller caller, CampaignDefinition definition, string unit, DirectorySnapshot people) =>
        definition.Reports?.By is ReportOwner.Inspector || AccessPolicy.Decide(caller, Act.DecideFalsified, unit, people).IsAllowed;
}
