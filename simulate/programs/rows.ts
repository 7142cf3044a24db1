/** Lines of numbers with commas between them. Throws RangeError for anything else. */
export function parseRows(text: string): number[][] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line, i) => {
    const numbers = line.split(',').map((cell) => (cell === '' ? Number.NaN : Number(cell)));
    if (numbers.some(Number.isNaN))
      throw new RangeError(`line ${i + 1} is not a line of numbers: ${JSON.stringify(line.slice(0, 80))}`);
    return numbers;
  });
}
