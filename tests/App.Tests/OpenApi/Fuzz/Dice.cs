namespace Campaigns.App.Tests.OpenApi.Fuzz;

/// <summary>Choices that a seed determines (SplitMix64): the same on every machine and in every version.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    /// <summary>0 to <paramref name="below"/> - 1.</summary>
    public int Roll(int below) => (int)(Next() % (ulong)below);

    /// <summary>True in <paramref name="percent"/> of a hundred.</summary>
    public bool Chance(int percent) => Roll(100) < percent;

    public T Pick<T>(IReadOnlyList<T> of) => of[Roll(of.Count)];

    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
