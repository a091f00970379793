using System.Numerics;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;

namespace Campaigns.Rules.Reporting;

/// <summary>
/// How a phase is reported on, by DHIS2's five names (J11) and our own counts. Counts add up over areas and tiers with <c>+</c>; rates are derived from them,
/// in per cent from 0 to 100. <see cref="Expected"/> is the roster of the phase; everybody on it is in exactly one of on time, in grace, late, silent and
/// <see cref="Pending"/>.
/// </summary>
public sealed record ReportingRates(int Expected, int ActualOnTime, int InGrace, int Late, int Silent, int Returned)
    : IAdditionOperators<ReportingRates, ReportingRates, ReportingRates>
{
    /// <summary>Of those expected: who had more time than the plan gives (J1).</summary>
    public int Extended { get; init; }
    /// <summary>Of those that reported: who had nothing to report (J9).</summary>
    public int NilReturns { get; init; }
    /// <summary>Of those that count as reported on time: to whom the phase does not apply (J9).</summary>
    public int NotApplicable { get; init; }

    public static ReportingRates Zero { get; } = new(0, 0, 0, 0, 0, 0);

    /// <summary>ACTUAL_REPORTS: handed in, at whatever time.</summary>
    public int Actual => ActualOnTime + InGrace + Late;

    /// <summary>Neither handed in nor locked out yet.</summary>
    public int Pending => Expected - Actual - Silent;

    /// <summary>REPORTING_RATE in per cent, two decimals; 100 where nobody is expected.</summary>
    public decimal ReportingRate => Percent(Actual);

    /// <summary>REPORTING_RATE_ON_TIME in per cent, two decimals; 100 where nobody is expected.</summary>
    public decimal ReportingRateOnTime => Percent(ActualOnTime);

    public static ReportingRates operator +(ReportingRates left, ReportingRates right) => new(
        left.Expected + right.Expected, left.ActualOnTime + right.ActualOnTime, left.InGrace + right.InGrace,
        left.Late + right.Late, left.Silent + right.Silent, left.Returned + right.Returned)
    {
        Extended = left.Extended + right.Extended,
        NilReturns = left.NilReturns + right.NilReturns,
        NotApplicable = left.NotApplicable + right.NotApplicable,
    };

    /// <summary>
    /// The counts of <paramref name="phase"/> over <paramref name="roster"/>; participants whose track does not go through it are left out. A hand-in whose
    /// timeliness is not remembered is placed by <paramref name="window"/>. <see cref="Returned"/> counts participants returned at least once.
    /// </summary>
    public static ReportingRates For(Phase phase, PhaseWindow window, IEnumerable<ParticipantState> roster)
    {
        var (expected, onTime, inGrace, late, silent, returned) = (0, 0, 0, 0, 0, 0);
        var (extended, nil, notApplicable) = (0, 0, 0);
        foreach (var participant in roster.Where(p => phase.Concerns(p.Track)))
        {
            var state = participant.Phase(phase.Id);
            expected++;
            extended += participant.Dates.Extends(window) ? 1 : 0;
            nil += state.Fulfilled is Fulfilment.NilReturn ? 1 : 0;
            notApplicable += state.Fulfilled is Fulfilment.NotApplicable ? 1 : 0;
            returned += state.Returns > 0 ? 1 : 0;
            silent += state.Status == SheetStatus.Silent ? 1 : 0;
            if (!state.HandedIn)
                continue;
            switch (state.Timeliness ?? (state.SubmittedAt is { } at ? participant.Dates.Window(window).At(at) : Timeliness.OnTime))
            {
                case Timeliness.OnTime or Timeliness.NotOpen:
                    onTime++;
                    break;
                case Timeliness.InGrace:
                    inGrace++;
                    break;
                default:
                    late++;
                    break;
            }
        }
        return new ReportingRates(expected, onTime, inGrace, late, silent, returned)
        {
            Extended = extended,
            NilReturns = nil,
            NotApplicable = notApplicable,
        };
    }

    private decimal Percent(int part) => Expected == 0 ? 100 : Scoring.Rounding.Points(100m * part / Expected);
}
