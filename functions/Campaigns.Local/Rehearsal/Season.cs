using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;

namespace Campaigns.Local.Rehearsal;

/// <summary>A participant as the app lists it.</summary>
internal sealed record SeasonParticipant(string Track, string Unit, string Parent)
{
    public string Key => $"{Track}/{Unit}";
}

/// <summary>Counts that simulated people keep of what they did; for progress only, the result is read from the app.</summary>
internal sealed class SeasonCounts
{
    long _sheets;
    long _files;
    long _appraisals;
    long _returns;

    public long Sheets => Interlocked.Read(ref _sheets);
    public long Files => Interlocked.Read(ref _files);
    public long Appraisals => Interlocked.Read(ref _appraisals);
    public long Returns => Interlocked.Read(ref _returns);

    public void Sheet() => Interlocked.Increment(ref _sheets);
    public void File() => Interlocked.Increment(ref _files);
    public void Appraisal() => Interlocked.Increment(ref _appraisals);
    public void Return() => Interlocked.Increment(ref _returns);
}

/// <summary>A running cycle as the simulation knows it: who takes part, by which definition, in which windows, behaving how.</summary>
internal sealed record Season(
    string Cycle, int Year, int Seed, CampaignDefinition Definition, IReadOnlyDictionary<string, PhaseWindow> Windows, Roster Roster,
    BehaviourProfile Profile, CampaignApi Api)
{
    public SeasonCounts Counts { get; } = new();

    public SeasonRefusals Refusals { get; } = new();

    public Timing Timing { get; } = new(Seed, Profile, new WorkSlots(TimeZoneInfo.FindSystemTimeZoneById(Definition.Authority.Zone)));

    public Answers Answers { get; } = new(Seed, Year, Profile);

    /// <summary>Address of something below a participant.</summary>
    public string Path(SeasonParticipant participant, string below) => $"api/v1/cycles/{Cycle}/participants/{participant.Track}/{participant.Unit}/{below}";

    /// <summary>The Idempotency-Key of an act.</summary>
    public string Key(string act) => Choice.Key(Seed, Cycle, act);

    public Standard StandardOf(string track) => Definition.Standard(Definition.Track(track).Standard);

    /// <summary>The sheets that an appraisal looks at for a track, in the document's order.</summary>
    public IEnumerable<Phase> Covered(Phase appraisal, string track) =>
        Definition.Phases.Where(p => appraisal.Covers.Contains(p.Id) && p.Concerns(track) && p.Kind is PhaseKind.SelfCheck or PhaseKind.Summary);
}
