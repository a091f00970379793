using System.Globalization;

namespace Campaigns.Rules.Definitions;

/// <summary>
/// What a definition asks of a participant in a year (L3): forms to fill in and inspections that reach everybody; and where that is too much, or where a
/// standard decides by veto. Warnings only: the definition holds all the same.
/// </summary>
public static class BurdenCheck
{
    /// <summary>The sheets, plans, pledges and duty reports of a track's year.</summary>
    public static int Forms(CampaignDefinition definition, string track) => definition.PhasesOf(track)
        .Count(p => p.Kind.IsSheet() || p.Kind is PhaseKind.Plan or PhaseKind.Pledging or PhaseKind.DutyReport);

    /// <summary>The inspections of a track's year that visit every participant of it; a draw of some is nobody's certainty.</summary>
    public static int Inspections(CampaignDefinition definition, string track) =>
        definition.PhasesOf(track).Count(p => p.Kind is PhaseKind.Inspection && !p.Assesses && (p.Draw ?? InspectionDraw.All).Share == 1);

    /// <summary>One sentence for each track over a bound, and for each standard with vetoes, in the document's order.</summary>
    public static IReadOnlyList<LocalizedText> Warnings(CampaignDefinition definition)
    {
        var warnings = new List<LocalizedText>();
        foreach (var track in definition.Tracks)
        {
            Over(Forms(definition, track.Id), definition.Burden.Forms, "张表", "forms");
            Over(Inspections(definition, track.Id), definition.Burden.Inspections, "次督查", "inspections");

            void Over(int asked, int? most, string zh, string en)
            {
                if (asked > most)
                    warnings.Add(new($"类别“{track.Id}”一年{asked}{zh}，超过{most}", $"track '{track.Id}' asks for {asked} {en} a year, more than {most}"));
            }
        }
        foreach (var standard in definition.Standards)
        {
            var vetoes = standard.Clauses.Count(c => c.Rule is VetoRule).ToString(CultureInfo.InvariantCulture);
            if (vetoes != "0")
                warnings.Add(new($"标准“{standard.Id}”有{vetoes}项一票否决", $"standard '{standard.Id}' has {vetoes} veto clauses"));
        }
        return warnings;
    }
}
