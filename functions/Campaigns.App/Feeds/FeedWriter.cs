using System.Collections.Concurrent;
using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Directory;
using Campaigns.App.Participants;
using Campaigns.App.Reminders;
using Campaigns.App.Storage;
using Campaigns.App.Telemetry;
using Campaigns.Rules.Cycles;
using Campaigns.Rules.Feeds;
using Campaigns.Rules.Participants;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Campaigns.App.Feeds;

/// <summary>
/// Writes a person's calendar from its assignments as they are, stand-ins included, and from the participants' own dates. A request a group that may hold one
/// of them; the same calendar is kept for <see cref="Kept"/> of platform time, however often a program asks.
/// </summary>
public sealed partial class FeedWriter(
    CycleStore cycles, CycleContexts contexts, ParticipantStore participants, ParticipationIndex index, DirectoryCache directory,
    IOptions<MailOptions> portal, CampaignClock clock, TimeProvider time, ILogger<FeedWriter> log)
{
    private const int MostKept = 1000;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<(string Person, string Language), (WrittenFeed Feed, long At)> _kept = new();

    /// <summary>The calendar, in <paramref name="language"/> or else the person's own; null where the directory does not know the person.</summary>
    public async Task<WrittenFeed?> WriteAsync(string person, string? language, CancellationToken cancellationToken)
    {
        var people = await directory.GetAsync(AccessPolicy.AllowOn, cancellationToken);
        if (people.Person(person) is not { } known)
            return null;
        language ??= known.Language ?? "zh";
        if (_kept.TryGetValue((person, language), out var kept) && time.GetElapsedTime(kept.At) < Kept)
            return kept.Feed;

        var scope = ScopeOf(known, people);
        var entries = new List<CalendarEntry>();
        foreach (var (cycle, state) in await cycles.ListAsync(cancellationToken))
        {
            if (state is CycleState.Running or CycleState.Paused or CycleState.Cancelled && await ContextAsync(cycle, cancellationToken) is { } context)
            {
                entries.AddRange(DeadlineFeed.Of(
                    new(cycle, context.Definition, context.Plan.Windows, context.PlanVersion, context.State), scope,
                    await MembersAsync(context, scope, people, cancellationToken), people.NameOf, language));
            }
        }
        var name = language.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? $"Deadlines · {known.Name}" : $"截止日 · {known.Name}";
        string Written(DateTimeOffset stamp) => CalendarText.Write(name, stamp, entries, portal.Value.Portal);
        // The tag says what the calendar says, whenever it was written.
        var feed = new WrittenFeed(Written(clock.Now), ParticipantKeys.Hash(Written(DateTimeOffset.UnixEpoch))[..32]);
        if (_kept.Count >= MostKept)
            _kept.Clear();
        _kept[(person, language)] = (feed, time.GetTimestamp());
        return feed;
    }

    /// <summary>Forgets what was written for a person.</summary>
    public void Forget(string person)
    {
        foreach (var key in _kept.Keys.Where(k => k.Person == person))
            _kept.TryRemove(key, out _);
    }

    /// <summary>The cycle's context; null also where its record is damaged, which must not take the dates of all others from everybody's calendar.</summary>
    private async Task<CycleContext?> ContextAsync(string cycle, CancellationToken cancellationToken)
    {
        try
        {
            return await contexts.GetAsync(cycle, cancellationToken);
        }
        catch (InvalidOperationException damaged)
        {
            LeftOut(log, cycle, damaged);
            return null;
        }
    }

    [LoggerMessage(
        EventIds.CycleLeftOut, LogLevel.Error, "Cycle {Cycle} is left out of calendars: it could not be read.", EventName = nameof(EventIds.CycleLeftOut))]
    private static partial void LeftOut(ILogger log, string cycle, Exception damaged);

    private static FeedScope ScopeOf(Person person, DirectorySnapshot people)
    {
        var assigned = person.Assignments.Concat(people.StandsInFor(person.Id)
            .SelectMany(s => people.Person(s.Absent)!.Assignments.Where(a => a.IsCoveredBy(s.Delegation)))).ToList();
        HashSet<string> Units(params AssignmentKind[] roles) => [.. assigned.Where(a => roles.Contains(a.Role)).Select(a => a.Unit)];
        return new(
            new HashSet<string>(Units(AssignmentKind.Reporter)) { person.Id },
            Units(
                AssignmentKind.Leader, AssignmentKind.Liaison, AssignmentKind.ContactPoint, AssignmentKind.Instructor, AssignmentKind.LeadInstructor),
            Units(AssignmentKind.Reviewer, AssignmentKind.Authority));
    }

    /// <summary>The participants whom the scope may concern, also those who have left.</summary>
    private async Task<List<ParticipantState>> MembersAsync(
        CycleContext cycle, FeedScope scope, DirectorySnapshot people, CancellationToken cancellationToken)
    {
        var groups = await index.GroupsAsync(cycle.Cycle, cancellationToken);
        if (!scope.Above.Contains(cycle.Definition.Authority.Unit))
        {
            // Where the directory has moved on since enrolment the areas no longer tell, and every group is looked at.
            var areas = scope.Own.Concat(scope.Beside).Concat(scope.Above).SelectMany(u => new[] { u, people.AreaOf(u) }).OfType<string>().ToHashSet();
            var likely = groups.Where(g => g.Areas.Any(areas.Contains)).ToList();
            groups = likely.Count > 0 ? likely : groups;
        }
        var members = new List<ParticipantState>();
        foreach (var group in groups)
        {
            await foreach (var participant in participants.ReadGroupAsync(cycle.Cycle, group.Group, cancellationToken, ended: true))
                members.Add(participant.State);
        }
        return members;
    }
}

/// <summary>A calendar, and the tag of what it says.</summary>
public sealed record WrittenFeed(string Text, string Tag);
