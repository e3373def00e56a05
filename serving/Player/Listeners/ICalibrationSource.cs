namespace EmoMusic.Serving.Player.Listeners;

/// <summary>Gives a listener's calibration: from the database of this process, or from another player over HTTP.</summary>
internal interface ICalibrationSource
{
    /// <summary>
    /// The listener's calibration; null for a new listener, while it is switched off, and while it cannot be had: then faces are
    /// read without it.
    /// </summary>
    Task<Calibration?> GetCalibrationAsync(string? listener, CancellationToken cancel);
}
