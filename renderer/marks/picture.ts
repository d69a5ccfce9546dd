/** A picture of this computer as a data URL, so that the lab's file stays whole when it is sent away. */
import { pictureLimit } from '../../electron/shared/topology/schema';
import { useUi } from '../stores/ui';
import { t } from '../text';

export interface ChosenPicture {
  readonly image: string;
  /** Its own size, px. */
  readonly width: number;
  readonly height: number;
}

/** Asks for a PNG, JPEG or WebP file. Undefined: none was chosen, or it was refused in words. */
export async function choosePicture(): Promise<ChosenPicture | undefined> {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = 'image/png,image/jpeg,image/webp';
  const file = await new Promise<File | undefined>((resolve) => {
    input.addEventListener('change', () => resolve(input.files?.[0]));
    input.addEventListener('cancel', () => resolve(undefined));
    input.click();
  });
  if (!file) return undefined;
  const image = await dataUrl(file);
  const refuse = (text: string): undefined => {
    useUi().showError(t('edits.pictureRefused'), { code: 'picture-refused', message: text });
    return undefined;
  };
  if (image.length > pictureLimit) return refuse(t('edits.pictureTooLarge', { file: file.name }));
  const picture = new Image();
  picture.src = image;
  const whole = await picture.decode().then(
    () => true,
    () => false,
  );
  if (!whole || !/^data:image\/(png|jpeg|webp);base64,/.test(image)) return refuse(t('edits.noPicture', { file: file.name }));
  return { image, width: picture.naturalWidth, height: picture.naturalHeight };
}

function dataUrl(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => (typeof reader.result === 'string' ? resolve(reader.result) : reject(new Error(file.name))));
    reader.addEventListener('error', () => reject(reader.error ?? new Error(`${file.name} could not be read.`)));
    reader.readAsDataURL(file);
  });
}
