namespace Campaigns.Rules.Participants;

/// <summary>How a phase was fulfilled without a report (J9); it counts as fulfilled and is reported apart.</summary>
public enum Fulfilment
{
    /// <summary>零报告: the unit states, with a reason, that there is nothing to report. Its score is 0.</summary>
    NilReturn,
    /// <summary>合理缺项: the authority finds, with a reason, that the phase does not apply. It is left out of the composite score.</summary>
    NotApplicable,
}
