using Campaigns.Rules.Cycles;
using Xunit;
using static Campaigns.Rules.Cycles.CycleAction;

namespace Campaigns.Rules.Tests.Cycles;

public sealed class CycleActionsTests
{
    [Theory]
    [InlineData(CycleState.Enrolling)]
    [InlineData(CycleState.Running, Pause, Cancel, AmendCalendar)]
    [InlineData(CycleState.Paused, Resume, Cancel)]
    [InlineData(CycleState.Completed)]
    [InlineData(CycleState.Cancelled)]
    public void Of_EachState_IsWhatItTakes(CycleState state, params CycleAction[] actions) => Assert.Equal(actions, CycleActions.Of(state));
}
