using Xunit;

namespace Campaigns.App.Tests;

/// <summary>
/// Tests that sweep individual deadlines go one after the other: they share one due index, and a sweep at the virtual time of one would act on the deadlines
/// of another.
/// </summary>
[CollectionDefinition(Name)]
public sealed class DueTimesTurn
{
    public const string Name = "due times";
}
